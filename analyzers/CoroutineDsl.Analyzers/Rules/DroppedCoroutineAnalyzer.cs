using System.Collections.Immutable;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO005: a suspension or a cold coroutine is made, and nothing ever waits for it or runs it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedCoroutineAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO005";

    /// <summary>Present where the wait stands in place of its value, inside of an expression.</summary>
    internal const string InPlaceOfValueKey = "InPlaceOfValue";
    private static readonly ImmutableDictionary<string, string?> InPlaceOfValue = ImmutableDictionary<string, string?>.Empty.Add(InPlaceOfValueKey, "");

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A suspension or a coroutine is made and dropped",
        "{0}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        start.RegisterOperationAction(context => Statement(context, coroutines), OperationKind.ExpressionStatement);
        start.RegisterOperationAction(context => Local(context, coroutines), OperationKind.VariableDeclarator);
        start.RegisterOperationAction(
            context => InsteadOfValue(context, coroutines),
            OperationKind.Conversion, OperationKind.Interpolation, OperationKind.InterpolatedStringAppendFormatted, OperationKind.Invocation);
    }

    private static void Statement(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var expression = ((IExpressionStatementOperation)context.Operation).Operation;
        switch (expression)
        {
            case ISimpleAssignmentOperation { Target: IDiscardOperation } discard:
                Report(context, discard.Value, coroutines, DiagnosticSeverity.Warning);
                break;
            case IInvocationOperation task when coroutines.IsTaskLike(task.Type):
                Task(context, task, coroutines);
                break;
            case IInvocationOperation or IObjectCreationOperation:
                Report(context, expression, coroutines, DiagnosticSeverity.Error);
                break;
            case IConditionalAccessOperation access:
                Report(context, access.WhenNotNull, coroutines, DiagnosticSeverity.Error);
                break;
        }
    }

    /// <summary>A coroutine goes on without a task as an async method does, where C# has a warning (CS4014). What runs beside it, as <c>Task.Run</c> does, is meant to.</summary>
    private static void Task(OperationAnalysisContext context, IInvocationOperation task, CoroutineContext coroutines)
    {
        var method = task.TargetMethod;
        if (!method.Name.EndsWith("Async", StringComparison.Ordinal) && !(method.Name == "Delay" && CoroutineContext.Same(method.ContainingType, coroutines.Task))) return;
        if (context.ContainingSymbol is not IMethodSymbol containing || !coroutines.IsCoroutine(containing)) return;
        for (var outer = task.Parent; outer is not null; outer = outer.Parent)
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation) return;
        var code = task.Syntax;
        Tell(context, task, DiagnosticSeverity.Warning, null, $"Nothing waits for '{method.Name}': write '{Shown.Await(code)}', or '_ = {Shown.Code(code)}' to go on without it");
    }

    private static void InsteadOfValue(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        if (ShownWait.In(context.Operation, coroutines) is not { } wait) return;
        var name = wait is IInvocationOperation call ? $"'{call.TargetMethod.Name}'" : $"'{Shown.Code(wait.Syntax)}'";
        var isMade = coroutines.IsSuspensionType(wait.Type) ? $"{name} gives a wait" : $"{name} is a coroutine that has not begun";
        if (coroutines.HasValue(wait.Type))
            Tell(context, wait, DiagnosticSeverity.Warning, InPlaceOfValue, $"{isMade}, and this takes it for the value: write '{Shown.Await(wait.Syntax)}'");
        else
            Tell(context, wait, DiagnosticSeverity.Warning, InPlaceOfValue, $"{isMade}, and has no value to show: write '{Shown.Await(wait.Syntax)};' as a statement of its own");
    }

    private static void Local(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (declarator.GetVariableInitializer()?.Value is not { } value || value is IConversionOperation { Conversion.Exists: false }) return; // CORO011 says more
        if (!IsDroppable(value.WithoutImplicitConversions().Type, coroutines) || value.WithoutImplicitConversions() is not (IInvocationOperation or IObjectCreationOperation)) return;
        IOperation root = declarator;
        while (root.Parent is { } parent) root = parent;
        if (!root.Descendants().Any(o => o is ILocalReferenceOperation reference && CoroutineContext.Same(reference.Local, declarator.Symbol)))
            Report(context, value, coroutines, DiagnosticSeverity.Warning);
    }

    private static void Report(OperationAnalysisContext context, IOperation value, CoroutineContext coroutines, DiagnosticSeverity severity)
    {
        var made = value.WithoutImplicitConversions();
        if (!IsDroppable(made.Type, coroutines) || made is IInvocationOperation { TargetMethod: var method } && CoroutineContext.ActsAtCall(method)) return;
        var name = made is IInvocationOperation call ? call.TargetMethod.Name : made.Type!.Name;
        Tell(context, made, severity, null, Message(name, made, coroutines.IsSuspensionType(made.Type), coroutines));
    }

    private static void Tell(OperationAnalysisContext context, IOperation place, DiagnosticSeverity severity, ImmutableDictionary<string, string?>? properties, string message) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, place.Syntax.GetLocation(), severity, additionalLocations: null, properties, message));

    private static string Message(string name, IOperation made, bool isSuspension, CoroutineContext coroutines)
    {
        // 'x?.Join()' is waited for as a whole
        var code = made.Syntax.Parent is ConditionalAccessExpressionSyntax access && access.WhenNotNull == made.Syntax ? access : made.Syntax;
        var wait = $"write '{Shown.Await(code)}'";
        if (isSuspension) return $"Nothing waits for '{name}': {wait}";
        var spawn = $"'Spawn({Shown.Code(code)})'";
        return BestStart.Of(made, coroutines) == Start.Spawn
            ? $"The coroutine '{name}' never runs: write {spawn} to run it beside this, or '{Shown.Await(code)}' to wait for it"
            : $"The coroutine '{name}' never runs: {wait} to wait for it, or {spawn} to run it beside this";
    }

    private static bool IsDroppable(ITypeSymbol? type, CoroutineContext coroutines) => coroutines.IsSuspensionType(type) || coroutines.IsColdCoroutine(type);
}

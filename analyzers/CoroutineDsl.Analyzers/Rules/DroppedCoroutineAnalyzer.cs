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
    }

    private static void Statement(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var expression = ((IExpressionStatementOperation)context.Operation).Operation;
        switch (expression)
        {
            case ISimpleAssignmentOperation { Target: IDiscardOperation } discard:
                Report(context, discard.Value, coroutines, DiagnosticSeverity.Warning);
                break;
            case IInvocationOperation or IObjectCreationOperation:
                Report(context, expression, coroutines, DiagnosticSeverity.Error);
                break;
            case IConditionalAccessOperation access:
                Report(context, access.WhenNotNull, coroutines, DiagnosticSeverity.Error);
                break;
        }
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
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptor, made.Syntax.GetLocation(), severity, additionalLocations: null, properties: null, Message(name, made, coroutines.IsSuspensionType(made.Type), coroutines)));
    }

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

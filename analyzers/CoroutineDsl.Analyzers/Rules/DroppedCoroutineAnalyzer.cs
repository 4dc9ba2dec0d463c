using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
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
        DiagnosticSeverity.Warning,
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
            // '_ = suspension' says that nobody waits, and is meant; '_ = coroutine' says nothing, for nothing runs
            case ISimpleAssignmentOperation { Target: IDiscardOperation } discard when coroutines.IsColdCoroutine(discard.Value.WithoutImplicitConversions().Type):
                Report(context, discard.Value, coroutines);
                break;
            case IInvocationOperation or IObjectCreationOperation:
                Report(context, expression, coroutines);
                break;
            case IConditionalAccessOperation access:
                Report(context, access.WhenNotNull, coroutines);
                break;
        }
    }

    private static void Local(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
        if (declarator.GetVariableInitializer()?.Value is not { } value || !IsDroppable(value.WithoutImplicitConversions().Type, coroutines)) return;
        if (value.WithoutImplicitConversions() is not (IInvocationOperation or IObjectCreationOperation)) return;
        IOperation root = declarator;
        while (root.Parent is { } parent) root = parent;
        if (!root.Descendants().Any(o => o is ILocalReferenceOperation reference && CoroutineContext.Same(reference.Local, declarator.Symbol)))
            Report(context, value, coroutines);
    }

    private static void Report(OperationAnalysisContext context, IOperation value, CoroutineContext coroutines)
    {
        var made = value.WithoutImplicitConversions();
        if (!IsDroppable(made.Type, coroutines) || made is IInvocationOperation { TargetMethod: var method } && CoroutineContext.ActsAtCall(method)) return;
        var name = made is IInvocationOperation call ? call.TargetMethod.Name : made.Type!.Name;
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, made.Syntax.GetLocation(), coroutines.IsSuspensionType(made.Type)
            ? $"Nothing waits for '{name}': yield return it, or Await() it"
            : $"The coroutine '{name}' never runs: Spawn it, or Await() it"));
    }

    private static bool IsDroppable(ITypeSymbol? type, CoroutineContext coroutines) => coroutines.IsSuspensionType(type) || coroutines.IsColdCoroutine(type);
}

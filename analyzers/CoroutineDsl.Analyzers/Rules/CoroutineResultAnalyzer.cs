using System.Collections.Immutable;
using System.Globalization;
using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO012: a result that is not one, that is of another type, or after which the coroutine goes on.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CoroutineResultAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO012";

    /// <summary>Which of the rule's cases a diagnostic is; the fix looks at it.</summary>
    internal const string CaseKey = "Case";
    internal const string NotEnded = nameof(NotEnded);
    internal const string Unreached = nameof(Unreached);
    internal const string OtherType = nameof(OtherType);

    private const string Title = "A coroutine's result is of its type, and ends it";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id, Title, "{0}", Rule.Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        RegisterBodies(start, coroutines, (block, method, body) =>
        {
            var flow = new ResultFlow(coroutines);
            foreach (var operation in body.InFunction())
            {
                if (operation is IReturnOperation { Kind: OperationKind.YieldReturn } yielded) Yielded(block, method, yielded, coroutines);
                if (operation is IInvocationOperation call && flow.IsSetResult(call)) ResultSet(block, method, call, coroutines);
            }
            if (coroutines.ResultType(method.ReturnType) is { } result && body.Syntax.Parent is MethodDeclarationSyntax declaration && IteratorBody.Yields(declaration)
                && flow.MayEndWithoutResult(body, () => block.GetControlFlowGraph(body)))
                Report(block, declaration.Identifier.GetLocation(), DiagnosticSeverity.Warning, null,
                    $"'{method.Name}' may end without a result, which is default({Shown.Type(result)}) then: write 'yield return value;' on each way to its end{Otherwise(body, flow)}");
        });

    private static string Otherwise(IOperation body, ResultFlow flow) =>
        (body.InFunction().Any(o => o.Kind == OperationKind.YieldBreak) ? ", in place of 'yield break;'" : "")
        + (body.InFunction().Any(flow.GivesResult) ? "" : "; if it has no result, it returns 'IEnumerator<Yield>'");

    private static void Yielded(OperationBlockAnalysisContext context, IMethodSymbol method, IReturnOperation yielded, CoroutineContext coroutines)
    {
        if (yielded.ReturnedValue is not IConversionOperation { OperatorMethod: { } conversion } converted) return;
        var value = converted.Operand.WithoutImplicitConversions();
        if (conversion.OriginalDefinition.Parameters[0].Type is ITypeParameterSymbol)
        {
            if (yielded.Syntax is StatementSyntax statement && Following(statement) is { } next && !Leaves(next))
                Report(context, next.GetLocation(), DiagnosticSeverity.Warning, Unreached, "This is never reached: 'yield return' of a result ends the coroutine");
            else if (EndsItsLoop(yielded))
                Report(context, yielded.Syntax.GetLocation(), DiagnosticSeverity.Warning, null,
                    $"'yield return' of a result ends the coroutine in the first round of this loop; for many values write a stream: '[Coroutine] IEnumerable<{Shown.Type(conversion.Parameters[0].Type)}> {method.Name}(...)'");
        }
        else if (conversion.Parameters[0].Type.SpecialType == SpecialType.System_ValueType && value.Type is { IsValueType: true } type && !coroutines.IsWaitable(type))
        {
            Report(context, value.Syntax.GetLocation(), DiagnosticSeverity.Error, null, coroutines.ResultType(method.ReturnType) is { } result
                ? $"'{Shown.Type(type)}' is neither something to wait for nor the coroutine's result type '{Shown.Type(result)}'{Advice(type)}"
                : $"'{Shown.Type(type)}' is nothing to wait for, and this coroutine has no result{Advice(type, "; for one it returns IEnumerator<Yield<{0}>>")}");
        }
    }

    private static void ResultSet(OperationBlockAnalysisContext context, IMethodSymbol method, IInvocationOperation call, CoroutineContext coroutines)
    {
        var place = call.Syntax.GetLocation();
        if (coroutines.ResultType(method.ReturnType) is not { } result)
            Report(context, place, DiagnosticSeverity.Error, null, $"'{method.Name}' has no result: it returns IEnumerator<Yield> and not IEnumerator<Yield<T>>");
        else if (!TypeIdentity.Same(call.TargetMethod.TypeArguments[0], result))
            Report(context, place, DiagnosticSeverity.Error, OtherType, $"'{Shown.Type(call.TargetMethod.TypeArguments[0])}' is not the coroutine's result type '{Shown.Type(result)}'");
        if (call.Syntax.Parent is ExpressionStatementSyntax statement && !EndsAfter(statement))
            Report(context, place, DiagnosticSeverity.Warning, NotEnded, "'SetResult' is not followed by 'yield break': the coroutine goes on");
    }

    /// <summary>Whether the coroutine ends once this statement has run: the next one is <c>yield break</c>, or there is no next one.</summary>
    private static bool EndsAfter(StatementSyntax statement)
    {
        if (Following(statement) is { } next)
        {
            return next switch
            {
                YieldStatementSyntax yielded => yielded.IsKind(SyntaxKind.YieldBreakStatement),
                BreakStatementSyntax => statement.Ancestors().OfType<StatementSyntax>().First(IsLeftByBreak) is var left && EndsAfter(left),
                LocalFunctionStatementSyntax function => EndsAfter(function),
                GotoStatementSyntax or ThrowStatementSyntax => true,
                _ => false,
            };
        }
        return statement.Ancestors().FirstOrDefault(node => node is StatementSyntax or MemberDeclarationSyntax) switch
        {
            MemberDeclarationSyntax => true,
            StatementSyntax outer when IsLoop(outer) => false,
            StatementSyntax outer => EndsAfter(outer),
            _ => true,
        };
    }

    /// <summary>Each round of the loop around it comes to it: nothing in the body goes round another way.</summary>
    private static bool EndsItsLoop(IReturnOperation yielded)
    {
        IOperation inner = yielded;
        while (inner.Parent is IBlockOperation block) inner = block;
        return inner.Parent is ILoopOperation loop && loop.Body == inner && !loop.Body.InFunction().Any(o => o is IBranchOperation);
    }

    private static StatementSyntax? Following(StatementSyntax statement)
    {
        var list = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        var next = list.IndexOf(statement) + 1;
        return next > 0 && next < list.Count ? list[next] : null;
    }

    /// <summary>Statements that C# may demand after a result, or that can be reached in another way.</summary>
    private static bool Leaves(StatementSyntax next) => next is
        BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or ThrowStatementSyntax or LabeledStatementSyntax or LocalFunctionStatementSyntax
        || next.IsKind(SyntaxKind.YieldBreakStatement);

    private static bool IsLeftByBreak(StatementSyntax statement) => IsLoop(statement) || statement is SwitchStatementSyntax;

    private static bool IsLoop(StatementSyntax statement) => statement is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;

    /// <summary>What was meant, most likely.</summary>
    private static string Advice(ITypeSymbol type, string otherwise = "") =>
        type is { Name: "TimeSpan", ContainingNamespace.Name: "System" } ? "; to wait that long write 'yield return Sleep(...)'" : string.Format(CultureInfo.InvariantCulture, otherwise, Shown.Type(type));

    private static void Report(OperationBlockAnalysisContext context, Location place, DiagnosticSeverity severity, string? which, string message)
    {
        var properties = which is null ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(CaseKey, which);
        if (ErrorLines.Meet(context.OperationBlocks[0].SemanticModel!, place, context.CancellationToken)) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, place, severity, additionalLocations: null, properties, message));
    }
}

using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>Where exits (kills, deadlines, cancelled scopes) go in code that is not lowered.</summary>
internal sealed class ExitFlow(CoroutineContext coroutines)
{
    private readonly RuntimeTypes runtime = new(coroutines.Compilation);
    private readonly INamedTypeSymbol? scope = coroutines.Find("CoroutineDsl.CancelScope");
    private readonly INamedTypeSymbol? nursery = coroutines.Find("CoroutineDsl.Nursery");

    /// <summary>Whether a clause takes an exit, by name or by accident. One with a filter says itself what it takes.</summary>
    internal bool Takes(ICatchClauseOperation clause) =>
        clause.Filter is null && (runtime.CatchesExitsByAccident(clause.ExceptionType) || IsByName(clause, runtime.GreenletExit) || IsByName(clause, runtime.CoTimeoutException) || IsByName(clause, runtime.ScopeCancelledException));

    /// <summary>Whether it takes kills, so that the clauses behind it and around it see none.</summary>
    internal bool TakesKills(ICatchClauseOperation clause) =>
        clause.Filter is null && (clause.ExceptionType is null || CoroutineContext.Same(clause.ExceptionType, runtime.GreenletExit) || RuntimeTypes.Derives(runtime.GreenletExit, clause.ExceptionType as INamedTypeSymbol));

    /// <summary>Whether an exit can come out of this: there is a wait, and no clause between keeps what it throws.</summary>
    internal bool Carries(IOperation operation) => operation switch
    {
        IAnonymousFunctionOperation or ILocalFunctionOperation => false,
        ITryOperation statement => ComesOut(statement) || (statement.Finally is { } cleanup && Carries(cleanup)),
        _ => operation.IsSuspension(coroutines) || operation.ChildOperations.Any(Carries),
    };

    /// <summary>Whether an exit can come out of a <c>try</c> to its <c>finally</c>.</summary>
    internal bool ComesOut(ITryOperation statement) =>
        (Carries(statement.Body) && !statement.Catches.Any(clause => TakesKills(clause) && !Rethrown(clause).Any())) || statement.Catches.Any(clause => Carries(clause.Handler));

    /// <summary>Where a clause throws on what it has caught.</summary>
    internal static IEnumerable<IOperation> Rethrown(ICatchClauseOperation clause)
    {
        var caught = (clause.ExceptionDeclarationOrExpression as IVariableDeclaratorOperation)?.Symbol;
        return clause.Handler.InFunction().Where(operation => operation is IThrowOperation thrown
            && (thrown.Exception is null ? Around(thrown) == clause : caught is not null && thrown.Exception.InFunction().Any(o => CoroutineContext.Same(o.NamedSymbol(), caught))));
    }

    /// <summary>The waits in an operation that no shield of the function is raised for.</summary>
    internal IEnumerable<IOperation> Unshielded(IOperation operation, IOperation function)
    {
        var raised = function.InFunction().OfType<IInvocationOperation>().Where(call => call.TargetMethod.Name == "Start" && IsShield(call)).Select(call => call.Syntax.SpanStart).DefaultIfEmpty(int.MaxValue).Min();
        return operation.InFunction().Where(o => o.IsSuspension(coroutines) && o.Syntax.SpanStart < raised && !o.InFunction().Any(IsShield));
    }

    private bool IsShield(IOperation operation) => operation is IInvocationOperation { TargetMethod: { IsStatic: true } method } call
        && ((method.Name == "Shield" && CoroutineContext.Same(method.ContainingType, nursery))
            || (CoroutineContext.Same(method.ContainingType, scope) && call.Arguments.Any(argument => argument.Parameter?.Name == "isShielded" && argument.Value.ConstantValue is not { HasValue: true, Value: false })));

    private static bool IsByName(ICatchClauseOperation clause, INamedTypeSymbol? exit) => exit is not null && RuntimeTypes.Derives(clause.ExceptionType, exit);

    private static ICatchClauseOperation? Around(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
            if (outer is ICatchClauseOperation clause) return clause;
        return null;
    }
}

using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// Whether a loop without end has a way round that passes no suspension. In doubt the answer is no: an expression, a nested loop or a switch that can suspend is taken to do so.
/// </summary>
internal sealed class LoopFlow(ILoopOperation loop, CoroutineContext coroutines)
{
    [Flags]
    private enum Ways
    {
        None = 0,
        Through = 1,
        Continue = 2,
    }

    internal bool CanStarve => IsEndless ? !HasExit && Of(loop.Body) != Ways.None : IsBusyWait;

    private bool IsEndless => loop switch
    {
        IWhileLoopOperation { ConditionIsUntil: false } whileLoop => IsTrue(whileLoop.Condition),
        IForLoopOperation forLoop => forLoop.Condition is null || IsTrue(forLoop.Condition),
        _ => false,
    };

    /// <summary>A condition that only another greenlet or thread can change, and an empty body: <c>while (!done) { }</c>.</summary>
    private bool IsBusyWait =>
        loop is IWhileLoopOperation { Condition: { } condition } && !Suspends(condition) && !Suspends(loop.Body)
        && !condition.InFunction().Any(o => o is IIncrementOrDecrementOperation or IAssignmentOperation || o is IInvocationOperation call && !OnlyLooks(call))
        && Statements(loop.Body).All(IsIdle);

    /// <summary>A read that others change, or an attempt: <c>Volatile.Read(ref x)</c>, <c>!reader.TryRead(out _)</c>.</summary>
    private static bool OnlyLooks(IInvocationOperation call) =>
        call.TargetMethod.ContainingType is { Name: "Volatile" or "Interlocked", ContainingNamespace.Name: "Threading" }
        || call.TargetMethod.Name.StartsWith("Try", StringComparison.Ordinal) && call.Parent is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not };

    private bool HasExit => loop.Body.InFunction().Any(o => o switch
    {
        IBranchOperation { BranchKind: BranchKind.Break } branch => CoroutineContext.Same(branch.Target, loop.ExitLabel),
        IBranchOperation { BranchKind: BranchKind.GoTo } or IThrowOperation => true,
        IReturnOperation => o.Kind is OperationKind.YieldBreak or OperationKind.Return || o.Kind == OperationKind.YieldReturn && IsResult((IReturnOperation)o),
        _ => false,
    });

    private static bool IsResult(IReturnOperation yielded) =>
        yielded.ReturnedValue is IConversionOperation { OperatorMethod: { } conversion } && conversion.OriginalDefinition.Parameters[0].Type is ITypeParameterSymbol;

    /// <summary>The ways out of a statement that pass no suspension.</summary>
    private Ways Of(IOperation? statement)
    {
        switch (statement)
        {
            case null:
                return Ways.Through;
            case IBlockOperation block:
                return OfSequence(block.Operations);
            case IConditionalOperation conditional:
                return Suspends(conditional.Condition) ? Ways.None : Of(conditional.WhenTrue) | Of(conditional.WhenFalse);
            case ILoopOperation:
                return Suspends(statement) ? Ways.None : Ways.Through;
            case ITryOperation guarded:
                return guarded.Finally is { } last && Suspends(last) ? Ways.None : Of(guarded.Body);
            case ISwitchOperation choice:
                return Suspends(choice.Value) ? Ways.None : OfSwitch(choice);
            case IUsingOperation scope:
                return Suspends(scope.Resources) ? Ways.None : Of(scope.Body);
            case ILockOperation locked:
                return Of(locked.Body);
            case ILabeledOperation labeled:
                return Of(labeled.Operation);
            case IBranchOperation { BranchKind: BranchKind.Continue } branch:
                return CoroutineContext.Same(branch.Target, loop.ContinueLabel) ? Ways.Continue : Ways.Through;
            case IBranchOperation { BranchKind: BranchKind.Break } branch:
                return CoroutineContext.Same(branch.Target, loop.ExitLabel) ? Ways.None : Ways.Through;
            default:
                return Suspends(statement) ? Ways.None : Ways.Through;
        }
    }

    private Ways OfSequence(IEnumerable<IOperation> statements)
    {
        var ways = Ways.Through;
        foreach (var statement in statements)
        {
            var next = Of(statement);
            ways = ways & ~Ways.Through | next;
            if ((next & Ways.Through) == 0) break;
        }
        return ways;
    }

    private Ways OfSwitch(ISwitchOperation choice)
    {
        var ways = Ways.None;
        foreach (var section in choice.Cases) ways |= OfSequence(section.Body);
        return ways;
    }

    private bool Suspends(IOperation operation) => operation.Suspends(coroutines);

    private static IEnumerable<IOperation> Statements(IOperation? body) => body is IBlockOperation block ? block.Operations : body is null ? [] : [body];

    private static bool IsIdle(IOperation statement) =>
        statement is IEmptyOperation
        || statement is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: { Name: "Yield" or "SpinWait" or "SpinOnce" or "Sleep" } method } }
            && method.ContainingType is { Name: "Thread" or "SpinWait" };

    private static bool IsTrue(IOperation? condition) => condition?.ConstantValue is { HasValue: true, Value: true };
}

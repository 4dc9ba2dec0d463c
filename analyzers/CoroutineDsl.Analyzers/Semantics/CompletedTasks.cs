using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// Whether a task is known to have completed where its result is read: it is guarded by <c>IsCompleted</c>, or was waited for before, alone or by <c>WhenAll</c>, in the same block or around it.
/// </summary>
internal static class CompletedTasks
{
    private static readonly HashSet<string> Guards = new(StringComparer.Ordinal) { "IsCompleted", "IsCompletedSuccessfully", "IsFaulted", "IsCanceled" };

    internal static bool IsKnownCompleted(IOperation operation, CoroutineContext coroutines)
    {
        var receiver = operation switch
        {
            IPropertyReferenceOperation property => property.Instance,
            IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter } => awaiter.Instance,
            IInvocationOperation { TargetMethod.Name: "Wait" } call => call.Instance,
            _ => null,
        };
        if (receiver is null || !coroutines.IsTaskLike(receiver.Type) || Source(receiver) is not { } task) return false;
        for (IOperation inner = operation, outer = operation.Parent!; outer is not null; inner = outer, outer = outer.Parent!)
        {
            switch (outer)
            {
                case IConditionalOperation conditional when inner == conditional.WhenTrue && Says(conditional.Condition, task, true):
                case IConditionalOperation other when inner == other.WhenFalse && Says(other.Condition, task, false):
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when inner == both.RightOperand && Says(both.LeftOperand, task, true):
                    return true;
                case IBlockOperation block:
                    foreach (var statement in block.Operations.TakeWhile(o => o != inner).Reverse())
                        if (Completes(statement, task, coroutines)) return true;
                    break;
                case IForEachLoopOperation loop when loop.Locals.Any(l => CoroutineContext.Same(l, task)) && Source(loop.Collection) is { } collection:
                    task = collection; // each of several tasks: waited for together, before the loop
                    break;
            }
        }
        return false;
    }

    /// <summary>The variable that a task is in; of an element, the variable of its array or list.</summary>
    private static ISymbol? Source(IOperation? task) => task?.WithoutImplicitConversions() switch
    {
        IArrayElementReferenceOperation element => Source(element.ArrayReference),
        IPropertyReferenceOperation { Property.IsIndexer: true } element => Source(element.Instance),
        var other => other.NamedSymbol(),
    };

    private static bool Says(IOperation condition, ISymbol task, bool isTrue) => condition.WithoutImplicitConversions() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation => Says(negation.Operand, task, !isTrue),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when isTrue => Says(both.LeftOperand, task, true) || Says(both.RightOperand, task, true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when !isTrue => Says(either.LeftOperand, task, false) || Says(either.RightOperand, task, false),
        IPropertyReferenceOperation property => isTrue && Guards.Contains(property.Property.Name) && CoroutineContext.Same(Source(property.Instance), task),
        _ => false,
    };

    private static bool Completes(IOperation statement, ISymbol task, CoroutineContext coroutines) => statement switch
    {
        IConditionalOperation { WhenFalse: null } guard when Says(guard.Condition, task, false) => Leaves(guard.WhenTrue) || Completes(guard.WhenTrue, task, coroutines),
        IWhileLoopOperation { Condition: { } condition } loop when Says(condition, task, false) => !loop.Body.InFunction().Any(o => o is IBranchOperation),
        IConditionalOperation or ILoopOperation or ISwitchOperation or ITryOperation => false,
        IBlockOperation block => block.Operations.Any(o => Completes(o, task, coroutines)),
        _ => statement.InFunction().Any(o => WaitsFor(o, task, coroutines)),
    };

    private static bool WaitsFor(IOperation operation, ISymbol task, CoroutineContext coroutines)
    {
        var waited = operation switch
        {
            IReturnOperation { Kind: OperationKind.YieldReturn } yielded => yielded.ReturnedValue,
            IInvocationOperation call when call.IsAwait(coroutines) => call.Receiver(),
            IInvocationOperation { TargetMethod.Name: "Wait", Arguments.Length: 0 } call when coroutines.IsTaskLike(call.Instance?.Type) => call.Instance,
            IInvocationOperation { TargetMethod: { Name: "WaitAll", ContainingType.Name: "Task" } } call => call,
            _ => null,
        };
        if (waited is null) return false;
        var all = waited.InFunction().ToArray();
        if (all.Any(o => o is IInvocationOperation { TargetMethod.Name: "WhenAny" }))
        {
            // the one that WhenAny gives has completed, the others perhaps not
            return operation.Parent is IOperation { } parent && Assigned(parent) is { } first && CoroutineContext.Same(first, task);
        }
        return all.Any(o => CoroutineContext.Same(o.NamedSymbol(), task));
    }

    private static ISymbol? Assigned(IOperation target) => target switch
    {
        IConversionOperation { Parent: { } parent } => Assigned(parent),
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
        ISimpleAssignmentOperation assignment => assignment.Target.NamedSymbol(),
        _ => null,
    };

    private static bool Leaves(IOperation statement) => statement switch
    {
        IBranchOperation or IReturnOperation { Kind: OperationKind.YieldBreak or OperationKind.Return } or IThrowOperation => true,
        IExpressionStatementOperation { Operation: IThrowOperation } => true,
        IBlockOperation { Operations: { Length: > 0 } operations } => Leaves(operations.Last()),
        _ => false,
    };
}

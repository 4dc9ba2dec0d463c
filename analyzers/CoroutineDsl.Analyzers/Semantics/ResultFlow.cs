using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>Whether a coroutine with a result can come to its end without one. For C#, <c>yield return value</c> goes on; here it ends.</summary>
internal sealed class ResultFlow(CoroutineContext coroutines)
{
    /// <summary>Whether there is a way from the start to the end on which no result is given. In doubt the answer is no.</summary>
    internal bool MayEndWithoutResult(IOperation body, Func<ControlFlowGraph> graph) => !EndsWithResult(body) && ReachesExit(graph());

    /// <summary>The result that a statement gives: <c>yield return value</c> or <c>SetResult(value)</c>.</summary>
    internal bool GivesResult(IOperation operation) => operation switch
    {
        IReturnOperation { Kind: OperationKind.YieldReturn } yielded => !IsWait(yielded),
        IInvocationOperation call => IsSetResult(call),
        _ => false,
    };

    internal bool IsSetResult(IInvocationOperation call) =>
        call.TargetMethod is { Name: "SetResult", IsStatic: true, Arity: 1 } method && CoroutineContext.Same(method.ContainingType, coroutines.Coroutine);

    /// <summary>What is yielded converts to <c>Yield</c> by one of the conversions of waitables, or is the <c>Yield</c> itself.</summary>
    private bool IsWait(IReturnOperation yielded) => yielded.ReturnedValue switch
    {
        // a value of the wrong type was meant as the result
        IConversionOperation { OperatorMethod: { } conversion, Operand: var value } when conversion.Parameters[0].Type.SpecialType == SpecialType.System_ValueType =>
            coroutines.IsWaitable(value.WithoutImplicitConversions().Type),
        IConversionOperation { OperatorMethod: { } conversion } => conversion.OriginalDefinition.Parameters[0].Type is not ITypeParameterSymbol,
        { Type.Name: "Yield", ConstantValue.HasValue: false } and not IConversionOperation => true,
        _ => false,
    };

    /// <summary>The common shape, which needs no graph: the last statement gives a result, and nothing leaves before it.</summary>
    private bool EndsWithResult(IOperation body) =>
        body is IBlockOperation { Operations: { Length: > 0 } statements } && GivesResult(statements[statements.Length - 1])
        && !body.InFunction().Any(o => o.Kind == OperationKind.YieldBreak);

    private bool ReachesExit(ControlFlowGraph graph)
    {
        var seen = new HashSet<int>();
        var next = new Stack<BasicBlock>([graph.Blocks[0]]);
        while (next.Count > 0)
        {
            var block = next.Pop();
            if (!seen.Add(block.Ordinal)) continue;
            if (block.Kind == BasicBlockKind.Exit) return true;
            foreach (var handler in Handlers(block.EnclosingRegion)) next.Push(graph.Blocks[handler.FirstBlockOrdinal]);
            if (block.Operations.Any(Stops) || block.BranchValue is { } value && Stops(value)) continue;
            var condition = block.BranchValue?.ConstantValue is { HasValue: true, Value: bool constant } ? constant : (bool?)null;
            var jumpsWhen = block.ConditionKind switch
            {
                ControlFlowConditionKind.WhenTrue => condition,
                ControlFlowConditionKind.WhenFalse => !condition,
                _ => false,
            };
            if (jumpsWhen != true) Follow(block.FallThroughSuccessor);
            if (jumpsWhen != false) Follow(block.ConditionalSuccessor);
        }
        return false;

        void Follow(ControlFlowBranch? branch)
        {
            if (branch?.Destination is not { } destination) return;
            // a result that is set in a finally clause is set on this way too
            if (branch.FinallyRegions.Any(region => BlocksOf(region).Any(b => b.Operations.Any(Stops)))) return;
            next.Push(destination);
        }

        IEnumerable<BasicBlock> BlocksOf(ControlFlowRegion region) => graph.Blocks.Skip(region.FirstBlockOrdinal).Take(region.LastBlockOrdinal - region.FirstBlockOrdinal + 1);
    }

    private bool Stops(IOperation operation) => operation.DescendantsAndSelf().Any(o => GivesResult(o)
        || o is IInvocationOperation call && call.TargetMethod.GetAttributes().Any(a => a.AttributeClass is { Name: "DoesNotReturnAttribute" }));

    /// <summary>Where an exception may go on from a block: before the block has given a result.</summary>
    private static IEnumerable<ControlFlowRegion> Handlers(ControlFlowRegion? region)
    {
        for (; region is not null; region = region.EnclosingRegion)
        {
            if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { Kind: ControlFlowRegionKind.TryAndCatch } guarded }) continue;
            foreach (var handler in guarded.NestedRegions)
                if (handler.Kind != ControlFlowRegionKind.Try) yield return handler;
        }
    }
}

using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>What the body of a main program does with its hub, in the order of the source. A hub runs only while its thread waits.</summary>
internal static class MainProgram
{
    /// <summary>Whether it is the method that a program begins with.</summary>
    internal static bool Is(ISymbol? symbol) => symbol is IMethodSymbol { IsStatic: true, Name: "Main" or "<Main>$" };

    /// <summary>A greenlet is spawned on the hub of the calling thread.</summary>
    internal static bool IsSpawn(IInvocationOperation call, CoroutineContext coroutines) =>
        call.TargetMethod is { IsStatic: true, Name: "Spawn" or "SpawnLater" or "SpawnAll" } method && CoroutineContext.Same(method.ContainingType, coroutines.Greenlet);

    /// <summary>The hub runs for as long as the call lasts.</summary>
    internal static bool RunsHub(IInvocationOperation call, CoroutineContext coroutines) => call.IsAwait(coroutines) || IsHubsRun(call);

    internal static bool IsHubsRun(IInvocationOperation call) => call.TargetMethod is { Name: "Run" or "RunReady", ContainingType.Name: "Hub" or "HubGroup" };

    /// <summary>The call that blocks, where it does: to start a thread does not.</summary>
    internal static BlockingCall? Blocking(IOperation operation, BlockingCalls blocks) =>
        operation is not IInvocationOperation { TargetMethod: { Name: "Start", ContainingType.Name: "Thread" } } && blocks.Find(operation) is { } call && !ZeroTimeout.In(call.Operation) ? call : null;

    /// <summary>Whether one comes after the other: further down, or in the next round of a loop around both.</summary>
    internal static bool IsAfter(IOperation later, IOperation earlier) => later.Syntax.SpanStart >= earlier.Syntax.Span.End || Loop(later, earlier) is not null;

    /// <summary>The innermost loop around both.</summary>
    internal static ILoopOperation? Loop(IOperation one, IOperation other)
    {
        for (var outer = one.Parent; outer is not null; outer = outer.Parent)
            if (outer is ILoopOperation loop && loop.Syntax.Span.Contains(other.Syntax.Span)) return loop;
        return null;
    }
}

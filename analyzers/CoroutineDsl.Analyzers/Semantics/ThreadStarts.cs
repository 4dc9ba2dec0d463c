using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>What runs a delegate on a thread of its own or of the pool.</summary>
internal static class ThreadStarts
{
    /// <summary>The words for the thread that a lambda or method group is given to; null where it is given to none.</summary>
    internal static string? Of(IOperation body) => Taker(body) is not { } argument ? null : argument.Parent switch
    {
        IObjectCreationOperation { Constructor.ContainingType: var type } when IsThreading(type, "Thread") => "the new thread",
        IObjectCreationOperation { Constructor.ContainingType: var type } when IsThreading(type, "Timer") => "a thread of the pool",
        IInvocationOperation { TargetMethod: var method } => IsOnPool(method) || argument.Parameter?.Type.Name is "AsyncCallback" ? "a thread of the pool" : null,
        _ => null,
    };

    /// <summary>What to write in place of the start, for this coroutine: one that is run again and again, or once an item, is no single greenlet.</summary>
    internal static string Instead(IOperation body, string coroutine) => Taker(body)?.Parent switch
    {
        IObjectCreationOperation { Constructor.ContainingType: var type } when IsThreading(type, "Timer") =>
            $"'SpawnLater(dueTime, {coroutine})' in place of the timer, or {ForEachTick(coroutine)}",
        IInvocationOperation { TargetMethod: { Name: "For" or "ForEach" } method } when IsTasks(method.ContainingType, "Parallel") =>
            $"'JoinAll(SpawnAll(items, item => {coroutine})).Await()' in place of Parallel.{method.Name}",
        IInvocationOperation { TargetMethod: { Name: "Invoke" } method } when IsTasks(method.ContainingType, "Parallel") => $"'All({coroutine}, ...).Await()' in place of Parallel.Invoke",
        IInvocationOperation { TargetMethod.Name: "ContinueWith", Instance: { } task } => $"'{Shown.Await(task.Syntax)}; {coroutine}.Await();' in a coroutine",
        _ => $"'Spawn({coroutine})' in place of the thread",
    };

    /// <summary>What to write for a coroutine that is to run again and again.</summary>
    internal static string ForEachTick(string coroutine) => $"for each tick 'foreach (var tick in new Ticker(period)) {coroutine}.Await();' in a coroutine of its own";

    /// <summary>The call of a coroutine that was given as a method group.</summary>
    internal static string CallOf(SyntaxNode group, IMethodSymbol coroutine) => $"{Shown.Code(group)}({(coroutine.Parameters.IsEmpty ? "" : "...")})";

    private static IArgumentOperation? Taker(IOperation body)
    {
        var given = body;
        while (given.Parent is IConversionOperation or IDelegateCreationOperation || given.Parent is { IsImplicit: true } and not IArgumentOperation) given = given.Parent!;
        return given.Parent as IArgumentOperation;
    }

    /// <summary>Whether a call hands its delegate to the pool.</summary>
    internal static bool IsOnPool(IMethodSymbol method) => method.Name switch
    {
        "QueueUserWorkItem" or "UnsafeQueueUserWorkItem" or "RegisterWaitForSingleObject" => IsThreading(method.ContainingType, "ThreadPool"),
        "Run" => IsTasks(method.ContainingType, "Task"),
        "StartNew" => IsTasks(method.ContainingType, "TaskFactory"),
        "ContinueWith" => IsTasks(method.ContainingType, "Task"),
        "For" or "ForEach" or "Invoke" => IsTasks(method.ContainingType, "Parallel"),
        "Offload" => method.ContainingType is { Name: "Hub", ContainingNamespace.Name: "CoroutineDsl" },
        _ => false,
    };

    private static bool IsThreading(INamedTypeSymbol? type, string name) => type?.Name == name && type.ContainingNamespace is { Name: "Threading", ContainingNamespace.Name: "System" };

    private static bool IsTasks(INamedTypeSymbol? type, string name) => type?.Name == name && type.ContainingNamespace is { Name: "Tasks", ContainingNamespace.Name: "Threading" };
}

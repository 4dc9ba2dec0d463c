using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>What runs a delegate on a thread of its own or of the pool.</summary>
internal static class ThreadStarts
{
    /// <summary>The words for the thread that a lambda or method group is given to; null where it is given to none.</summary>
    internal static string? Of(IOperation body)
    {
        var given = body;
        while (given.Parent is IConversionOperation or IDelegateCreationOperation) given = given.Parent;
        return given.Parent is not IArgumentOperation argument ? null : argument.Parent switch
        {
            IObjectCreationOperation { Constructor.ContainingType: var type } when IsThreading(type, "Thread") => "the new thread",
            IObjectCreationOperation { Constructor.ContainingType: var type } when IsThreading(type, "Timer") => "a thread of the pool",
            IInvocationOperation { TargetMethod: var method } => IsOnPool(method) || argument.Parameter?.Type.Name is "AsyncCallback" ? "a thread of the pool" : null,
            _ => null,
        };
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

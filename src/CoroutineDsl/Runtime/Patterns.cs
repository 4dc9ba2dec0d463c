using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Runtime;

/// <summary>What generated code says where C# has no expression for it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Patterns
{
    /// <summary>Stores what a pattern has matched, inside the condition that it is part of.</summary>
    /// <returns>Always true.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Set<T>(out T target, T value)
    {
        target = value;
        return true;
    }

    /// <summary>Disposes of a resource in its variable: a struct is neither boxed nor copied.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Dispose<T>(ref T resource) where T : IDisposable?
    {
        if (resource is not null) resource.Dispose();
    }

    /// <summary>As <see cref="Dispose{T}(ref T)"/>, of what is disposed of by waiting.</summary>
    public static Suspension CoDispose<T>(ref T resource) where T : ICoDisposable? => resource is null ? Suspension.Completed : resource.CoDispose();

    /// <summary>The enumerator of a sequence whose element type has no name.</summary>
    public static IEnumerator<T> Enumerate<T>(IEnumerable<T> source) => source.GetEnumerator();

    /// <summary>A task for a value whose type has no name, as a task for an object.</summary>
    public static async Task<object?> Boxed<T>(Task<T> task) => await task.ConfigureAwait(false);

    /// <summary>A coroutine for a value whose type has no name, as a coroutine for an object.</summary>
    public static Coroutine<object?> Boxed<T>(Coroutine<T> coroutine) => new UntypedWait(coroutine, null, null);

    /// <summary>Waits for a dynamic value, and gives what it gives.</summary>
    /// <param name="value">What is waited for.</param>
    /// <param name="drive">Makes a coroutine of an iterator of unknown type.</param>
    /// <param name="await">Waits for what is none of ours, as <c>async</c> code does.</param>
    public static Coroutine<object?> Dynamic(object? value, Func<object, Coroutine> drive, Func<object?, Task<object?>> @await) => new UntypedWait(value, drive, @await);

    /// <summary>A task for what is awaitable by C#'s pattern alone.</summary>
    public static Task<T> Value<TAwaitable, T>(TAwaitable awaitable, Func<TAwaitable, Task<T>> wait) => wait(awaitable);

    /// <inheritdoc cref="Value"/>
    public static Task End<TAwaitable>(TAwaitable awaitable, Func<TAwaitable, Task> wait) => wait(awaitable);

    /// <inheritdoc cref="Boxed{T}(Task{T})"/>
    public static async Task<object?> Boxed<T>(ValueTask<T> task) => await task.ConfigureAwait(false);
}

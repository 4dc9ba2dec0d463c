using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public abstract partial class Coroutine
{
    /// <summary>
    /// Waits for a task that can be stopped: <c>Cancellable(token =&gt; Load(id, token)).Await()</c>. The function is called when the suspension is awaited, with a token of its own, on the hub's thread.
    /// </summary>
    /// <remarks>
    /// A kill, a timeout or a cancelled scope cancels the token, on a thread of the pool, and waits for the task to end; the hub goes on meanwhile. Then the exit is thrown, whatever the task ended with.
    /// A task that does not end within <see cref="HubOptions.AbandonGrace"/> is reported (<see cref="Hub.TaskAbandoned"/>) and let go; a hard kill does not wait at all. The idea is trio's.
    /// Where the hub is disposed of first, the token is cancelled, and a task that has completed all the same is given back on a thread of the pool.
    /// </remarks>
    /// <param name="begin">Starts the task.</param>
    /// <param name="late">Called on the hub where the task has completed although it was cancelled: it gives back what was acquired. It cannot wait. What it throws is reported.</param>
    [OverloadResolutionPriority(1)]
    public static Suspension Cancellable(Func<CancellationToken, Task> begin, Action? late = null)
    {
        ArgumentNullException.ThrowIfNull(begin);
        return new(new CancellableSource(begin, late), Timeouts.None);
    }

    /// <inheritdoc cref="Cancellable(Func{CancellationToken, Task}, Action?)" path="/*[not(self::param)]"/>
    /// <param name="begin">Starts the task.</param>
    /// <param name="late">
    /// Called on the hub with the result of a task that has completed although it was cancelled, to give it back: <c>late: connection =&gt; connection.Dispose()</c>. It cannot wait. What it throws is reported.
    /// </param>
    /// <typeparam name="T">The type of the result.</typeparam>
    [OverloadResolutionPriority(1)]
    public static Suspension<T> Cancellable<T>(Func<CancellationToken, Task<T>> begin, Action<T>? late = null)
    {
        ArgumentNullException.ThrowIfNull(begin);
        return new(new CancellableSource<T>(begin, late), Timeouts.None);
    }

    /// <inheritdoc cref="Cancellable(Func{CancellationToken, Task}, Action?)"/>
    public static Suspension Cancellable(Func<CancellationToken, ValueTask> begin, Action? late = null)
    {
        ArgumentNullException.ThrowIfNull(begin);
        return new(new CancellableValueSource(begin, late), Timeouts.None);
    }

    /// <inheritdoc cref="Cancellable{T}(Func{CancellationToken, Task{T}}, Action{T}?)"/>
    public static Suspension<T> Cancellable<T>(Func<CancellationToken, ValueTask<T>> begin, Action<T>? late = null)
    {
        ArgumentNullException.ThrowIfNull(begin);
        return new(new CancellableValueSource<T>(begin, late), Timeouts.None);
    }
}

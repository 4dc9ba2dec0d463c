using System.ComponentModel;

namespace CoroutineDsl.Runtime;

/// <summary>
/// What generated code writes around a call that takes a token and whose task is waited for on the spot: the wait owns the task, as that of <see cref="Coroutine.Cancellable(Func{CancellationToken, Task}, Action?)"/> does.
/// <code>
/// OwnedToken.Of(api.LoadAsync(x, OwnedToken.New(out var own)), own).Await()
/// </code>
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OwnedToken
{
    private OwnedToken(CancellationToken given)
    {
        Given = given;
        Source = given.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(given) : new();
    }

    internal CancellationTokenSource Source { get; }

    internal CancellationToken Given { get; }

    /// <summary>A token for one call. What is to be thrown at the wait for that call is thrown here: then the call has not begun.</summary>
    public static CancellationToken New(out OwnedToken own) => New(CancellationToken.None, out own);

    /// <summary>A token for one call that is given a token already, which cancels it as well.</summary>
    public static CancellationToken New(CancellationToken given, out OwnedToken own)
    {
        Baton.ThrowPending();
        own = new(given);
        return own.Source.Token;
    }

    /// <summary>Waits for the call.</summary>
    public static Suspension Of(Task task, OwnedToken own)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompletedSuccessfully ? Suspension.Completed : new(new OwnedSource<Nothing>(task, own, false), Timeouts.None);
    }

    /// <inheritdoc cref="Of(Task, OwnedToken)"/>
    public static Suspension<T> Of<T>(Task<T> task, OwnedToken own) => Wait(task, own, false);

    /// <inheritdoc cref="Of(Task, OwnedToken)"/>
    public static Suspension Of(ValueTask task, OwnedToken own) => task.IsCompletedSuccessfully ? Waitables.From(task) : Of(task.AsTask(), own);

    /// <inheritdoc cref="Of(Task, OwnedToken)"/>
    public static Suspension<T> Of<T>(ValueTask<T> task, OwnedToken own) => task.IsCompletedSuccessfully ? new(task.Result) : Wait(task.AsTask(), own, false);

    /// <summary>As <see cref="Of{T}(Task{T}, OwnedToken)"/>, and disposes of a result that has come too late.</summary>
    public static Suspension<T> Acquired<T>(Task<T> task, OwnedToken own) => Wait(task, own, true);

    /// <inheritdoc cref="Acquired{T}(Task{T}, OwnedToken)"/>
    public static Suspension<T> Acquired<T>(ValueTask<T> task, OwnedToken own) => task.IsCompletedSuccessfully ? new(task.Result) : Wait(task.AsTask(), own, true);

    private static Suspension<T> Wait<T>(Task<T> task, OwnedToken own, bool isAcquired)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompletedSuccessfully ? new(task.Result) : new(new OwnedSource<T>(task, own, isAcquired), Timeouts.None);
    }
}

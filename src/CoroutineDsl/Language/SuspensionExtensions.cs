using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>What can be said of any wait.</summary>
public static class SuspensionExtensions
{
    /// <summary>
    /// The same wait, given up when the token is cancelled: it then throws an <see cref="OperationCanceledException"/> with that token, an ordinary exception. What a kill would undo is undone.
    /// Where the token is cancelled already, the wait does not begin.
    /// </summary>
    /// <remarks>The token may be cancelled on any thread. Only this wait ends; to end the greenlet, see <c>KillOn</c>.</remarks>
    public static Suspension WithCancellation(this Suspension wait, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? Waitables.From(new CancelledByToken(wait, cancellationToken)) : wait;

    /// <inheritdoc cref="WithCancellation(Suspension, CancellationToken)"/>
    public static Suspension<T> WithCancellation<T>(this Suspension<T> wait, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled ? Waitables.From(new CancelledByToken<T>(wait, cancellationToken)) : wait;
}

namespace CoroutineDsl.Patching;

/// <summary>A call that was given a token and is stopped by the wait's own as well.</summary>
internal static class Linked
{
    /// <param name="given">The caller's. Where it stops the call, the exception has it, as that of the blocking call does.</param>
    /// <param name="own">The wait's.</param>
    /// <param name="call">The call, with a token that both cancel.</param>
    public static ValueTask<T> Run<T>(CancellationToken given, CancellationToken own, Func<CancellationToken, ValueTask<T>> call) =>
        given.CanBeCanceled ? Both(given, own, call) : call(own);

    /// <inheritdoc cref="Run{T}(CancellationToken, CancellationToken, Func{CancellationToken, ValueTask{T}})"/>
    public static ValueTask<T> Run<T>(CancellationToken given, CancellationToken own, Func<CancellationToken, Task<T>> call) =>
        given.CanBeCanceled ? Both(given, own, token => new ValueTask<T>(call(token))) : new(call(own));

    private static async ValueTask<T> Both<T>(CancellationToken given, CancellationToken own, Func<CancellationToken, ValueTask<T>> call)
    {
        given.ThrowIfCancellationRequested();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(given, own);
        try
        {
            return await call(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (given.IsCancellationRequested)
        {
            throw new OperationCanceledException(given);
        }
    }
}

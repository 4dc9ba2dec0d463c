namespace CoroutineDsl;

/// <summary>
/// Thrown at every wait inside a <see cref="CancelScope"/> that was cancelled. While the scope is live it passes through <c>catch (Exception)</c> and <c>catch (OperationCanceledException)</c> in a coroutine;
/// name it to catch it. After the scope was left, and in any other greenlet, it is an ordinary exception.
/// </summary>
public sealed class ScopeCancelledException : OperationCanceledException
{
    internal ScopeCancelledException(CancelScope scope)
        : base(scope.Reason is { } reason ? $"The scope was cancelled: {reason}" : "The scope was cancelled.", scope.Token) => Scope = scope;

    /// <summary>The scope that was cancelled.</summary>
    public CancelScope Scope { get; }
}

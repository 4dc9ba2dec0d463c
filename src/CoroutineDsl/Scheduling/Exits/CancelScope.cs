namespace CoroutineDsl;

/// <summary>
/// A part of a greenlet's work that can be cancelled, by <see cref="Cancel"/> or a deadline (trio's CancelScope). Cancelling is a state and no event: every wait inside throws
/// <see cref="ScopeCancelledException"/>, again and again, until the scope is left. Where several scopes around a wait are cancelled, the outermost throws.
/// </summary>
/// <remarks>
/// It is opened and left in one greenlet. <see cref="Cancel"/>, <see cref="IsCancelled"/>, <see cref="Reason"/> and <see cref="Token"/> are for any thread.
/// A wait that has nothing to wait for throws too. A <c>finally</c> that an exit runs through is shielded: cleanup may wait.
/// </remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CancelScope : Scope, IDisposable
{
    private readonly bool _isShielded;
    private readonly TimeSpan _after;
    private CancellationTokenSource? _source;
    private volatile bool _isCancelled;

    private CancelScope(Greenlet greenlet, long ticks, bool isShielded)
        : base(greenlet, isShielded ? greenlet.ShieldCount + 1 : greenlet.ShieldCount)
    {
        _after = new TimeSpan(ticks);
        _isShielded = isShielded;
        Order = greenlet.Hub.NextScope();
        StartTimer(ticks);
        if (isShielded) greenlet.Shield();
    }

    /// <summary>Whether it was cancelled, or its deadline has passed. Stays so after the scope was left.</summary>
    public bool IsCancelled => _isCancelled;

    /// <summary>Why it was cancelled, as <see cref="Cancel"/> was told; <c>null</c> where it was not told, or it is not cancelled.</summary>
    public string? Reason { get; private set; }

    /// <summary>Cancelled when the scope is. What is registered with it runs on the thread pool, never on the hub's thread.</summary>
    public CancellationToken Token
    {
        get
        {
            if (Volatile.Read(ref _source) is { } made) return made.Token;
            if (_isCancelled) return new CancellationToken(canceled: true);
            var source = Interlocked.CompareExchange(ref _source, new CancellationTokenSource(), null) ?? _source;
            if (_isCancelled) source.Cancel(); // nothing can have been registered with it yet
            return source.Token;
        }
    }

    /// <summary>Whether its exit was thrown.</summary>
    internal bool HasThrown { get; private set; }

    /// <summary>Which scope is around which: those that were opened earlier are.</summary>
    internal long Order { get; }

    /// <summary>Opens a scope in the current greenlet, to be left by <c>using</c>. The <see cref="ScopeCancelledException"/> passes out of it, and is an ordinary exception from there on.</summary>
    /// <param name="deadline">After so long it is cancelled; <c>null</c>: never.</param>
    /// <param name="isShielded">Whether kills and scopes around it wait until it is left.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is negative.</exception>
    public static CancelScope Start(TimeSpan? deadline = null, bool isShielded = false) => new(Hub.Current.CurrentFlow("open a scope"), Timeouts.Ticks(deadline), isShielded);

    /// <summary>As <see cref="Start(TimeSpan?, bool)"/>, the deadline in milliseconds.</summary>
    public static CancelScope Start(int milliseconds, bool isShielded = false) => Start(TimeSpan.FromMilliseconds(milliseconds), isShielded);

    /// <summary>Cancels: the wait where the greenlet stands throws, and so does every further one until the scope is left. Nothing happens where it was cancelled or left before. Any thread: from another than the hub's it takes effect soon.</summary>
    /// <param name="reason">For the exception's message, and <see cref="Reason"/>.</param>
    public void Cancel(string? reason = null)
    {
        var hub = Greenlet.Hub;
        if (hub.IsCurrent) CancelHere(reason);
        else hub.Post(() => CancelHere(reason));
    }

    /// <summary>Leaves the scope: nothing of it is thrown any more. Harmless when it has been left.</summary>
    /// <exception cref="InvalidOperationException">Another greenlet than the one that opened it leaves it.</exception>
    public void Dispose()
    {
        if (!IsLive) return;
        if (Hub.Here?.CurrentGreenlet is var current && !ReferenceEquals(current, Greenlet))
        {
            throw new InvalidOperationException($"A scope is left in the greenlet that opened it. {Greenlet.Name} opened this one, and {current?.Name ?? "a thread without a hub"} leaves it. To end it from elsewhere, call Cancel.");
        }

        Close();
    }

    internal static CancelScope Open(Greenlet greenlet) => new(greenlet, Timeouts.None, isShielded: false);

    internal ScopeCancelledException NewExit()
    {
        HasThrown = true;
        return new ScopeCancelledException(this);
    }

    /// <summary>Leaves the scope, wherever that is found out.</summary>
    internal void Close()
    {
        if (!IsLive) return;
        Leave();
        if (_isShielded) Greenlet.Unshield();
        if (_isCancelled) Greenlet.Forget(this);
    }

    internal override void TimerDue() => CancelHere($"its deadline of {_after.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s has passed");

    private void CancelHere(string? reason)
    {
        if (_isCancelled || !IsLive) return;
        StopTimer();
        Reason = reason;
        _isCancelled = true;
        if (_source is { } source) Greenlet.Hub.CancelElsewhere(source, Greenlet);
        Greenlet.Cancelled(this);
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"scope of {Greenlet.Name} ({(IsCancelled ? $"cancelled{(Reason is { } reason ? $": {reason}" : "")}" : IsLive ? "open" : "closed")})";
}

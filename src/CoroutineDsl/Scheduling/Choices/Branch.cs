namespace CoroutineDsl;

/// <summary>
/// One branch of a choice, which stands in the list of its source on behalf of the greenlet that chooses. To a source it is a greenlet like any other: it is parked, woken, timed out, given things.
/// </summary>
internal sealed class Branch : Greenlet
{
    private readonly Contest _contest;
    private WaitSource? _asked;
    private object? _state;
    private long _argument;

    /// <summary>It has lost, and its operation has not stopped yet.</summary>
    public bool IsLeaving { get; set; }

    public Branch(Contest contest, Hub hub)
        : base(hub, null)
    {
        _contest = contest;
        State = GreenletState.ForBranch;
    }

    internal override Greenlet WaitingGreenlet => _contest.Greenlet;

    /// <summary>A thread of another hub may claim it.</summary>
    public bool IsClaimedElsewhere => _asked is { IsClaimedElsewhere: true };

    public bool MayClaim => _contest.MayClaim(this);

    /// <summary>What it stands in a list for: a source may park it with a copy of itself.</summary>
    public WaitSource Awaited => Source!;

    public bool IsAbandoning => Extras is { IsAbandoning: true };

    public void Ask(WaitSource? source, object? state, long argument)
    {
        _asked = source;
        _state = state;
        _argument = argument;
        Source = source;
        State = GreenletState.ForBranch;
    }

    public void Forget() => Ask(null, null, 0);

    /// <summary>Takes effect if it need not wait, for the greenlet itself.</summary>
    public bool TryAtOnce(Greenlet greenlet)
    {
        if (_asked is null) return true;
        if (!_asked.TryAtOnce(greenlet, _state, _argument)) return false;
        Source = _asked;
        return true;
    }

    /// <summary>Begins to wait. <c>true</c>: it is over.</summary>
    public bool Begin()
    {
        if (_asked is null) return true;
        Source = _asked;
        return _asked.Begin(this, _state, _argument);
    }

    public bool Claim() => _contest.Claim(this);

    /// <summary>It waits no longer.</summary>
    public void Leave() => Unpark();

    /// <summary>Where its outcome is; what is to be thrown instead is thrown.</summary>
    public WaitSource? TakeSource()
    {
        ThrowIfInterrupted();
        return _asked is null ? null : Source ?? _asked;
    }

    public void BeginToLeave() => BeginAbandonment();

    internal override void Wake() => _contest.Won(this, isFirst: false);

    internal override void WakeFirst() => _contest.Won(this, isFirst: true);

    /// <summary>Called with the lock of a list held. To win takes the siblings out of theirs, which may have locks too: that comes later, on its hub, with no lock held.</summary>
    internal override void WakeFromAnywhere()
    {
        var source = Source;
        Hub.UnsafePost(() =>
        {
            if (State.IsParked && ReferenceEquals(Source, source)) Wake();
        });
    }

    internal override void TakeTurn(WaitSource source)
    {
        Source = source;
        State.TakeTurn();
        _contest.WonInTurn(this);
    }

    internal override void TimerDue()
    {
        if (IsAbandoning || Claim()) base.TimerDue();
    }
}

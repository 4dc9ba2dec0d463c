namespace CoroutineDsl;

/// <summary>The wait for the first of several.</summary>
internal abstract class ChoiceSource<TChoice>(int size) : WaitSource<TChoice>
{
    private Contest? _contest;

    /// <summary>Whether it belongs to a hub, which uses it again.</summary>
    public bool IsPooled { get; init; }

    public bool IsFair { get; set; }

    internal sealed override bool Try(Greenlet greenlet, object? state, long argument) => Enter(greenlet.Hub).TryAtOnce(greenlet, IsFair);

    internal sealed override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        var contest = Enter(greenlet.Hub);
        return contest.TryAtOnce(greenlet, IsFair) || contest.Begin(greenlet);
    }

    /// <summary>As <see cref="Begin"/>, its branches tried before.</summary>
    public bool BeginTried(Greenlet greenlet) => Enter(greenlet.Hub).BeginInOrder(greenlet);

    internal sealed override void Cancel(Greenlet greenlet) => _contest!.Abandon();

    internal sealed override Abandonment Abandon(Greenlet greenlet) => _contest!.Abandon();

    internal sealed override void LetGo(Greenlet greenlet) => _contest!.LetGo();

    internal sealed override void HubIsGone(Greenlet greenlet)
    {
        for (var index = 0; index < size; index++)
        {
            var branch = _contest![index];
            if (branch.State.IsParked) branch.Awaited.HubIsGone(branch);
        }
    }

    internal sealed override TChoice Take(Greenlet greenlet)
    {
        var contest = _contest!;
        var index = contest.Winner;
        var winner = contest[index];
        try
        {
            return Take(index, winner);
        }
        finally
        {
            contest.Finish();
            if (IsPooled && contest.IsIdle) GiveBack(contest.Hub);
        }
    }

    internal sealed override string Describe(Greenlet greenlet)
    {
        var waits = Enumerable.Range(0, size).Select(index => _contest![index]).Where(branch => branch.State.IsParked).Select(branch => branch.Awaited.Describe(branch));
        return $"the first of: {string.Join(", ", waits)}";
    }

    internal sealed override void AddOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        for (var index = 0; index < size; index++)
        {
            var branch = _contest![index];
            if (branch.State.IsParked) branch.Awaited.AddOwners(branch, add);
        }
    }

    /// <summary>Asks the branches for what they are to wait for.</summary>
    protected abstract void Ask(Contest contest);

    protected abstract TChoice Take(int index, Branch winner);

    protected abstract void GiveBack(Hub hub);

    protected static void Ask<T>(Contest contest, int index, in Arm<T> arm) => contest[index].Ask(arm.Source, arm.State, arm.Argument);

    private Contest Enter(Hub hub)
    {
        if (_contest is { IsAwaited: true })
        {
            throw new InvalidOperationException("Another greenlet waits with this choice. A choice that is kept is waited for by one greenlet at a time: call Choose again for another.");
        }

        if (_contest is null || !ReferenceEquals(_contest.Hub, hub) || !_contest.IsIdle) _contest = new Contest(this, hub, size);
        Ask(_contest);
        return _contest;
    }
}

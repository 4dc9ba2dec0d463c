namespace CoroutineDsl;

/// <summary>One greenlet as a <see cref="GreenletTree"/> saw it. A copy: it does not change.</summary>
public sealed class GreenletInfo
{
    // there may be a hundred thousand of them: times are ticks, and a name that only says the id is made when it is asked for
    private readonly string? _name;
    private GreenletFacts? _facts;
    private GreenletFacts? _origin; // what was written down at its spawn, maybe by who listened before
    private long _born;
    private long _since;
    private long _seenAt;

    /// <param name="id">Its id.</param>
    /// <param name="name">The name that it was given, if any.</param>
    internal GreenletInfo(long id, string? name)
    {
        Id = id;
        _name = name;
    }

    /// <summary>Its <see cref="Greenlet.Id"/>.</summary>
    public long Id { get; }

    /// <summary>Its <see cref="Greenlet.Name"/>, with spaces in the place of control characters.</summary>
    public string Name => _name ?? Greenlet.DefaultName(Id);

    /// <summary>What it was doing.</summary>
    public GreenletStatus Status { get; internal set; }

    /// <summary>What it waits for, in words; <c>null</c> where it does not wait.</summary>
    public string? WaitsFor { get; internal set; }

    /// <summary>Whose progress would end the wait, where that is known: who holds the lock, or whose end is waited for.</summary>
    public IReadOnlyList<GreenletOwner> Owners { get; internal set; } = [];

    /// <summary>Whether nothing but its owners can end the wait: a cycle of such waits is a deadlock, and one whose owner is dead lasts for ever.</summary>
    public bool IsOwnersOnly { get; internal set; }

    /// <summary>How long until the wait's own timeout, or the end of the sleep, by the hub's clock; <c>null</c>: it has none.</summary>
    public TimeSpan? TimeLeft { get; internal set; }

    /// <summary>The logical stack, innermost frame first: method, file and line.</summary>
    public IReadOnlyList<FrameLocation> Frames { get; internal set; } = [];

    /// <summary><c>false</c>: the body of one of its frames was not lowered. It runs, slower.</summary>
    public bool IsLowered => Unlowered is null;

    /// <summary>The innermost coroutine that was not lowered.</summary>
    internal string? Unlowered { get; set; }

    /// <summary>Whether it waits with a thread of its own parked: <c>Await()</c> in code that is not lowered.</summary>
    public bool HoldsThread { get; internal set; }

    /// <summary>When it was spawned, by the hub's clock. Where nobody listened (<see cref="IsBornExact"/>): when it was first seen; it is at least that old. Who listens later does not make it younger.</summary>
    public DateTimeOffset Born => new(_born, TimeSpan.Zero);

    /// <summary>Whether somebody listened (<see cref="GreenletTree.Watch"/>) when it was spawned.</summary>
    public bool IsBornExact { get; private set; }

    /// <summary>Since when it does what it does. Where nobody listened (<see cref="IsSinceExact"/>): since when it has been seen at the same place; it may have been elsewhere between two looks.</summary>
    public DateTimeOffset Since => new(_since, TimeSpan.Zero);

    /// <summary>Whether somebody listened when it began to wait.</summary>
    public bool IsSinceExact { get; private set; }

    /// <summary>How often it has been switched to while somebody listened; <c>null</c>: nobody listens.</summary>
    public long? Switches => _facts?.Switches;

    /// <summary>How much of the hub's time it has used while somebody listened; <c>null</c>: nobody listens.</summary>
    public TimeSpan? CpuTime => _facts is { } facts ? System.Diagnostics.Stopwatch.GetElapsedTime(0, facts.CpuTime) : null;

    /// <summary>The longest time that it kept the hub to itself while somebody listened; <c>null</c>: nobody listens.</summary>
    public TimeSpan? LongestStep => _facts is { } facts ? System.Diagnostics.Stopwatch.GetElapsedTime(0, facts.LongestStep) : null;

    /// <summary>Since when <see cref="Switches"/>, <see cref="CpuTime"/> and <see cref="LongestStep"/> are counted; <c>null</c>: nobody listens.</summary>
    public DateTimeOffset? CountedSince => _facts?.CountedSince;

    /// <summary>The id of the greenlet that spawned it; <c>null</c>: nobody listened when it was spawned.</summary>
    public long? SpawnerId => _origin?.Spawner?.Id;

    /// <summary>The name of the greenlet that spawned it; <c>null</c>: nobody listened when it was spawned.</summary>
    public string? Spawner => _origin?.Spawner?.Name;

    /// <summary>The line that spawned it; <c>null</c>: nobody listened when it was spawned. In optimised code, which does not keep all lines, it may be the line where the spawner's step began; texts say "after" it then.</summary>
    public FrameLocation? SpawnedAt => _origin?.SpawnedAt;

    /// <summary>Whether <see cref="SpawnedAt"/> is where the spawner's step began.</summary>
    internal bool IsSpawnedAfter => _origin is { IsSpawnedAfter: true };

    /// <summary>The wait to which its longest step came.</summary>
    internal FrameLocation? LongestStepBefore => _facts?.LongestStepBefore;

    /// <summary>The innermost frame; the default where it has none.</summary>
    public FrameLocation Place => Frames.Count > 0 ? Frames[0] : default;

    /// <summary>How old it was when it was looked at; at least, where nobody listened when it was spawned.</summary>
    public TimeSpan Age => new(_seenAt - _born);

    /// <summary>For how long it had been doing what it does.</summary>
    public TimeSpan TimeThere => new(_seenAt - _since);

    /// <summary>For how long its steps had been counted.</summary>
    internal TimeSpan CountedFor => _facts is { } facts ? new TimeSpan(_seenAt - facts.CountedSince.UtcTicks) : TimeSpan.Zero;

    internal long Due { get; set; } // of its timer, as the hub counts; 0: none

    /// <summary>When it is looked at, in ticks of UTC, and what an earlier look knows.</summary>
    internal void SeenAt(long now, GreenletInfo? earlier)
    {
        _seenAt = now;
        if (_origin is null && earlier?._origin is { } origin)
        {
            _origin = origin;
            _born = origin.Born.UtcTicks;
            IsBornExact = true;
        }

        var first = _facts is null ? now : Math.Min(now, _born);
        if (!IsBornExact) _born = Math.Min(first, earlier?._born ?? now);
        if (!IsSinceExact) _since = earlier is not null && IsWhere(earlier) ? earlier._since : _facts is null ? now : _since;
    }

    // a wait with a timeout is the same as before if it is due at the same time; of others only the place is known
    private bool IsWhere(GreenletInfo earlier) => Status == earlier.Status && Due == earlier.Due && WaitsFor == earlier.WaitsFor && (ReferenceEquals(Frames, earlier.Frames) || Place == earlier.Place);

    /// <summary>What was written down.</summary>
    internal void Take(GreenletFacts facts)
    {
        _facts = facts.Copy();
        _born = facts.Born.UtcTicks;
        IsBornExact = facts.IsBornExact;
        if (facts.IsBornExact) _origin = _facts;
        _since = facts.Since.UtcTicks;
        IsSinceExact = facts.IsSinceExact;
    }

    /// <summary>A frame's line has been looked up.</summary>
    internal void SetFrame(int index, FrameLocation place) => ((FrameLocation[])Frames)[index] = place;

    /// <summary>As a line of a dump.</summary>
    public override string ToString() => TreeText.Line(this);
}

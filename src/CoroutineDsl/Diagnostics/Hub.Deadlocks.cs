namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>How many that have begun to wait for another greenlet are looked at when the hub is idle next.</summary>
    private const int MaxSuspects = 256;

    /// <summary>How many greenlets are looked at in one search.</summary>
    private const int MaxSearched = 4096;

    private readonly List<List<Greenlet>> _circles = [];
    private readonly Greenlet?[] _suspects = new Greenlet?[MaxSuspects];
    private int _suspectCount;
    private WaitGraph? _owned;

    /// <summary>
    /// Called, on the hub's thread, once for each circle of greenlets that wait for one another (for locks, for each other's end, for the children of a nursery) without any timeout while the hub has other things to wait for.
    /// By default writes it to standard error. It is a report and no more, since whoever still runs may kill a member; a handler may do so itself.
    /// </summary>
    /// <remarks>Looked for when the hub becomes idle. Where nothing else is left either, there is a <see cref="LoopExitException"/> instead.</remarks>
    public Action<DeadlockReport> Deadlocked { get; set; } = report => Console.Error.WriteLine(report);

    /// <summary>A greenlet has begun to wait for what only another can end. Whatever closes a circle comes by here last.</summary>
    internal void Suspect(Greenlet greenlet)
    {
        if (_suspectCount < MaxSuspects) _suspects[_suspectCount++] = greenlet;
    }

    /// <summary>The hub is about to sleep: whether somebody of those who have begun to wait will wait for ever.</summary>
    private void LookForDeadlocks()
    {
        _owned ??= new WaitGraph(AddSureOwners);
        var suspects = _suspects.AsSpan(0, _suspectCount);
        foreach (var suspect in suspects) _owned.Search(suspect!, _circles, MaxSearched);
        _owned.Clear();
        foreach (var circle in _circles)
        {
            // one that was closed before has been told of before
            if (!circle.Exists(member => Array.IndexOf(_suspects, member, 0, _suspectCount) >= 0) || circle.Exists(HasDeadline)) continue;
            try
            {
                Deadlocked(new DeadlockReport(circle));
            }
            catch (Exception exception)
            {
                Report(Main, exception);
            }
        }

        _circles.Clear();
        suspects.Clear();
        _suspectCount = 0;
    }

    private static void AddSureOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        if (!greenlet.State.IsParked || greenlet.TimerIndex >= 0) return;
        if (greenlet.Source is { IsOwned: true } source) source.AddOwners(greenlet, add);
    }

    private bool HasDeadline(Greenlet greenlet) => Timers.Waiters().Any(waiter => waiter.WillInterrupt(greenlet));
}

using System.Text;

namespace CoroutineDsl;

/// <summary>
/// Finds greenlets that nothing can wake. Where the hub is out of work, the main program is thrown a <see cref="LoopExitException"/>. Where the hub goes on, those that wait for one another in a cycle are reported.
/// </summary>
internal sealed class DeadlockDetector(Hub hub)
{
    /// <summary>How many greenlets that have begun to wait for another are looked at when the hub is idle next.</summary>
    private const int MaxSuspects = 256;

    /// <summary>How many greenlets are looked at in one search.</summary>
    private const int MaxSearched = 4096;

    private const string Advice =
        "Whoever was to set, put, release or end this has ended without doing so, waits as well, or was never spawned. If it is to come from another thread, wait for a task or an AsyncResult, which the hub knows may still come.";

    private readonly List<List<Greenlet>> _cycles = [];
    private readonly Greenlet?[] _suspects = new Greenlet?[MaxSuspects];
    private int _suspectCount;
    private WaitGraph? _owned;

    public Action<DeadlockReport> Handler { get; set; } = report => Console.Error.WriteLine(report);

    public bool HasSuspects => _suspectCount > 0;

    /// <summary>A greenlet has begun to wait for what only another can end. The wait that closes a cycle is such a wait.</summary>
    public void Suspect(Greenlet greenlet)
    {
        if (greenlet.State.IsBranch) return; // other branches may go on
        if (_suspectCount < MaxSuspects) _suspects[_suspectCount++] = greenlet;
    }

    /// <summary>The hub is about to sleep: reports the cycles that were closed since the last search.</summary>
    public void Search()
    {
        _owned ??= new WaitGraph(AddSureOwners);
        var suspects = _suspects.AsSpan(0, _suspectCount);
        foreach (var suspect in suspects) _owned.Search(suspect!, _cycles, MaxSearched);
        _owned.Clear();
        foreach (var cycle in _cycles)
        {
            // one without a suspect was closed and reported before
            if (!cycle.Exists(member => Array.IndexOf(_suspects, member, 0, _suspectCount) >= 0) || cycle.Exists(HasDeadline)) continue;
            try
            {
                Handler(new DeadlockReport(cycle));
            }
            catch (Exception exception)
            {
                hub.Report(hub.Main, exception);
            }
        }

        _cycles.Clear();
        suspects.Clear();
        _suspectCount = 0;
    }

    /// <summary>Nothing can ever happen any more: the main program is thrown a report of who waits for what, and so are the members of a cycle, which no outside help could free.</summary>
    public void ThrowLoopExit()
    {
        var cycles = AllCycles();
        var report = Describe(cycles);
        hub.Main.InterruptAnyway(new LoopExitException(report));
        foreach (var member in cycles.SelectMany(cycle => cycle).Where(member => member != hub.Main)) member.InterruptAnyway(new LoopExitException(report));
    }

    private string Describe(List<List<Greenlet>> cycles)
    {
        var main = hub.Main;
        var text = new StringBuilder("The main program waits for ");
        text.Append(main.Source!.Describe(main));
        text.Append(", and nothing can ever wake it: there is no timer, no socket and no task pending");
        if (hub.Count == 0) return text.Append(", and no other greenlet.\n").Append(Advice).ToString();
        text.Append(", and every greenlet is parked:\n");
        foreach (var greenlet in hub.Greenlets) GreenletText.Describe(text, greenlet);
        foreach (var cycle in cycles) text.Append("A cycle: ").AppendJoin(" waits for ", cycle.Append(cycle[0]).Select(member => member.Name)).Append(".\n");
        return text.Append(Advice).ToString();
    }

    private List<List<Greenlet>> AllCycles()
    {
        var cycles = new List<List<Greenlet>>();
        var graph = new WaitGraph(AddOwners);
        foreach (var start in hub.Greenlets.OrderBy(greenlet => greenlet.Id).Prepend(hub.Main)) graph.Search(start, cycles);
        return cycles;
    }

    private static void AddOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        if (greenlet.State.IsParked) greenlet.Source!.AddOwners(greenlet, add);
    }

    /// <summary>Only of a wait without a timeout that nobody but the owners can end.</summary>
    private static void AddSureOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        if (!greenlet.State.IsParked || greenlet.TimerIndex >= 0) return;
        if (greenlet.Source is { IsOwned: true } source) source.AddOwners(greenlet, add);
    }

    private bool HasDeadline(Greenlet greenlet) => hub.Timers.Waiters().Any(waiter => waiter.WillInterrupt(greenlet));
}

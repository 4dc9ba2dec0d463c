using System.Text;

namespace CoroutineDsl;

public sealed partial class Hub
{
    private const string Advice =
        "Whoever was to set, put, release or end this has ended without doing so, waits as well, or was never spawned. If it is to come from another thread, wait for a task or an AsyncResult, which the hub knows may still come.";

    private Queue<Greenlet>? _unreported;

    /// <summary>All greenlets of this hub that have not ended: what each is doing, and the source lines of its frames, innermost first.</summary>
    public string Dump()
    {
        var text = new StringBuilder();
        text.Append("Hub: ").Append(Count).Append(" greenlets, ").Append(Timers.Count).Append(" timers\n");
        foreach (var greenlet in Greenlets) Describe(text, greenlet);
        return text.ToString();
    }

    /// <summary>After all who waited for it have run, and at the latest when the process ends: a program that stops waiting must not hide a failure.</summary>
    internal void ReportUnlessObserved(Greenlet greenlet)
    {
        if (_unreported is null)
        {
            _unreported = [];
            AppDomain.CurrentDomain.ProcessExit += ReportAll;
        }

        _unreported.Enqueue(greenlet);
        SpawnCallback(() => ReportNext(), "report");
    }

    private bool ReportNext()
    {
        if (!_unreported!.TryDequeue(out var greenlet)) return false;
        if (greenlet.State.IsObserved) return true;
        greenlet.State.Observe();
        Report(greenlet, greenlet.Extras!.Exception!);
        return true;
    }

    private void ReportAll(object? sender, EventArgs e)
    {
        while (ReportNext())
        {
        }
    }

    /// <summary>For libraries: tells <see cref="UnhandledException"/> of a failure that was caught so that something else could go on. It throws nothing, whatever the callback does.</summary>
    /// <param name="greenlet">Whose failure it is.</param>
    /// <param name="exception">The failure.</param>
    public void Report(Greenlet greenlet, Exception exception)
    {
        try
        {
            UnhandledException(greenlet, exception);
        }
        catch (Exception second)
        {
            try
            {
                ReportToStandardError(greenlet, exception);
                ReportToStandardError(greenlet, second);
            }
            catch (Exception)
            {
                // a process that has run out of descriptors cannot even load what writes to its standard error; the hub goes on
            }
        }
    }

    private static void ReportToStandardError(Greenlet greenlet, Exception exception) =>
        Console.Error.WriteLine($"{DateTime.UtcNow:u} {greenlet.Name} failed:\n{exception}");

    /// <summary>Nothing can ever happen any more: the main program is told who waits for what, and so are the members of a cycle, which no outside help could free.</summary>
    private void ThrowDeadlock()
    {
        var cycles = Cycles();
        var report = Deadlock(cycles);
        Main.Interrupt(new LoopExitException(report));
        foreach (var member in cycles.SelectMany(cycle => cycle).Where(member => member != Main)) member.Interrupt(new LoopExitException(report));
    }

    private string Deadlock(List<List<Greenlet>> cycles)
    {
        var text = new StringBuilder("The main program waits for ");
        text.Append(Main.Source!.Describe(Main));
        text.Append(", and nothing can ever wake it: there is no timer, no socket and no task pending");
        if (Count == 0) return text.Append(", and no other greenlet.\n").Append(Advice).ToString();
        text.Append(", and every greenlet is parked:\n");
        foreach (var greenlet in Greenlets) Describe(text, greenlet);
        foreach (var cycle in cycles) text.Append("A cycle: ").AppendJoin(" waits for ", cycle.Append(cycle[0]).Select(member => member.Name)).Append(".\n");
        return text.Append(Advice).ToString();
    }

    /// <summary>Those who wait for one another in a circle.</summary>
    private List<List<Greenlet>> Cycles()
    {
        var cycles = new List<List<Greenlet>>();
        var graph = new WaitGraph(AddOwners);
        foreach (var start in Greenlets.OrderBy(greenlet => greenlet.Id).Prepend(Main)) graph.Search(start, cycles);
        return cycles;
    }

    /// <summary>Those who alone could end the wait of a parked greenlet.</summary>
    private static void AddOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        if (greenlet.State.IsParked) greenlet.Source!.AddOwners(greenlet, add);
    }

    internal static void Describe(StringBuilder text, Greenlet greenlet)
    {
        text.Append("  ").Append(greenlet.Name).Append(": ").Append(greenlet.Doing());
        if (greenlet.State.IsParked && greenlet.Source!.OwnerFor(greenlet) is { } owner) text.Append(" (held by ").Append(owner.Name).Append(')');
        text.Append('\n');
        foreach (var frame in greenlet.StackFrames) text.Append("    ").Append(frame).Append('\n');
    }
}

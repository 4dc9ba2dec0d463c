using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>Where a hub's failures go that nobody has seen, and what its watchdogs find.</summary>
internal sealed class FailureReports(Hub hub)
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<FailureReports> s_pending = []; // those of hubs that have something to report: no hub is kept alive for less
    private static bool s_isHooked;

    private readonly Queue<Greenlet> _unreported = new();
    private readonly ConditionalWeakTable<Exception, string> _written = [];

    /// <summary>How many greenlets have ended with a failure.</summary>
    public long FailureCount { get; private set; }

    /// <summary>How many waits for tasks were let go after the grace.</summary>
    public long AbandonedCount { get; private set; }

    /// <summary>A greenlet keeps the hub busy; after the report. On the watchdog's thread.</summary>
    public event Action<BlockedReport>? Stalled;

    public Action<Greenlet, Exception> Failed { get => field ?? WriteFailure; set; }

    public Action<Greenlet, string> Abandoned { get; set; } = WriteAbandoned;

    public Action<BlockedReport> Blocked { get; set; } = report => Console.Error.WriteLine(report);

    public Action<BlockingCall>? ThreadMade { get; set; }

    /// <summary>A greenlet has ended with a failure, whoever looks at it.</summary>
    public void Count() => FailureCount++;

    /// <summary>A greenlet has failed. It is reported after all who waited for it have run, and at the latest when the hub or the process ends: a program that stops waiting must not hide a failure.</summary>
    public void AddUnlessObserved(Greenlet greenlet)
    {
        lock (s_gate)
        {
            if (!s_isHooked) AppDomain.CurrentDomain.ProcessExit += static (_, _) => ReportAll();
            s_isHooked = true;
            s_pending.Add(this);
            _unreported.Enqueue(greenlet);
        }

        hub.SpawnCallback(() => ReportNext(), "report");
    }

    public void Report(Greenlet greenlet, Exception exception)
    {
        try
        {
            Failed(greenlet, exception);
        }
        catch (Exception second)
        {
            try
            {
                WriteFailure(greenlet, exception);
                WriteFailure(greenlet, second);
            }
            catch (Exception)
            {
                // a process that has run out of descriptors cannot even load what writes to its standard error; the hub goes on
            }
        }
    }

    /// <summary>A task that was cancelled has not ended within the grace, and is let go.</summary>
    public void ReportAbandoned(Greenlet greenlet, string what)
    {
        AbandonedCount++;
        try
        {
            Abandoned(greenlet, what);
        }
        catch (Exception exception)
        {
            Report(greenlet, exception);
        }
    }

    /// <summary>A greenlet keeps the hub busy. On the watchdog's thread, which looks at a greenlet that runs: whatever goes wrong must not end the process.</summary>
    public void ReportBlocked(Func<BlockedReport> make)
    {
        try
        {
            var report = make();
            Blocked(report);
            HubEvents.Log.Stalled(report.Greenlet, (long)report.Duration.TotalMilliseconds);
            Stalled?.Invoke(report);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(TextOf(exception));
        }
    }

    /// <summary>Tells of calls that have made threads. On the watchdog's thread.</summary>
    public void ReportThreads(ParkingCalls calls)
    {
        if (ThreadMade is not { } told) return;
        try
        {
            while (calls.TryTakeNews(out var call)) told(call);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(TextOf(exception));
        }
    }

    /// <summary>Reports what is left: the hub has ended.</summary>
    public void Flush()
    {
        while (ReportNext())
        {
        }
    }

    /// <summary>The failure in full, or, where many fail with the same one, a line that says so.</summary>
    public string TextOf(Greenlet greenlet, Exception exception)
    {
        var name = greenlet.Name;
        var first = _written.GetValue(exception, _ => name);
        return ReferenceEquals(first, name) ? $"{name} failed:\n{TextOf(exception)}" : $"{name} failed with the same {exception.GetType().Name} as {first}.";
    }

    /// <summary>An exception in words, also where its own words fail.</summary>
    private static string TextOf(Exception exception)
    {
        try
        {
            return exception.ToString();
        }
        catch (Exception second)
        {
            return $"{exception.GetType()} (its text cannot be had: {second.GetType()}){Trace(exception)}";
        }
    }

    private static string Trace(Exception exception)
    {
        try
        {
            return exception.StackTrace is { } trace ? "\n" + trace : "";
        }
        catch (Exception)
        {
            return "";
        }
    }

    private bool ReportNext()
    {
        Greenlet? greenlet;
        lock (s_gate)
        {
            if (!_unreported.TryDequeue(out greenlet)) return false;
            if (_unreported.Count == 0) s_pending.Remove(this);
        }

        if (greenlet.State.IsObserved) return true;
        greenlet.State.Observe();
        Report(greenlet, greenlet.Extras!.Exception!);
        return true;
    }

    // the hubs may still run, and their greenlets fail: what has failed so far is reported
    internal static void ReportAll()
    {
        List<(FailureReports Hub, int Count)> all;
        lock (s_gate) all = [.. s_pending.Select(hub => (hub, hub._unreported.Count))];
        foreach (var (hub, count) in all)
        {
            for (var i = 0; i < count && hub.ReportNext(); i++)
            {
            }
        }
    }

    private void WriteFailure(Greenlet greenlet, Exception exception) => Console.Error.WriteLine($"{DateTime.UtcNow:u} {TextOf(greenlet, exception)}");

    private static void WriteAbandoned(Greenlet greenlet, string what) => Console.Error.WriteLine(
        $"{DateTime.UtcNow:u} {greenlet.Name} was interrupted while it waited for {what}, which was cancelled and did not end within {greenlet.Hub.Options.AbandonGrace}. It is let go, and may still run.");
}

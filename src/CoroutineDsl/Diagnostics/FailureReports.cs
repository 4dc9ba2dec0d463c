using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>Where a hub's failures go that nobody has seen, and what its watchdogs find.</summary>
internal sealed class FailureReports(Hub hub) : IDisposable
{
    private Queue<Greenlet>? _unreported;

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

    /// <summary>A greenlet has ended with a failure, whoever looks at it.</summary>
    public void Count() => FailureCount++;

    /// <summary>A greenlet has failed. It is reported after all who waited for it have run, and at the latest when the process ends: a program that stops waiting must not hide a failure.</summary>
    public void AddUnlessObserved(Greenlet greenlet)
    {
        if (_unreported is null)
        {
            _unreported = [];
            AppDomain.CurrentDomain.ProcessExit += ReportAll;
        }

        _unreported.Enqueue(greenlet);
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
    public void ReportBlocked(string name, TimeSpan duration, Greenlet greenlet)
    {
        try
        {
            var report = new BlockedReport(name, duration, greenlet.StackFrames);
            Blocked(report);
            HubEvents.Log.Stalled(name, (long)duration.TotalMilliseconds);
            Stalled?.Invoke(report);
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
        }
    }

    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= ReportAll;

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

    /// <summary>The failure in full, or, where many fail with the same one, a line that says so.</summary>
    public string TextOf(Greenlet greenlet, Exception exception)
    {
        var name = greenlet.Name;
        var first = _written.GetValue(exception, _ => name);
        return ReferenceEquals(first, name) ? $"{name} failed:\n{exception}" : $"{name} failed with the same {exception.GetType().Name} as {first}.";
    }

    private void WriteFailure(Greenlet greenlet, Exception exception) => Console.Error.WriteLine($"{DateTime.UtcNow:u} {TextOf(greenlet, exception)}");

    private static void WriteAbandoned(Greenlet greenlet, string what) => Console.Error.WriteLine(
        $"{DateTime.UtcNow:u} {greenlet.Name} was interrupted while it waited for {what}, which was cancelled and did not end within {greenlet.Hub.Options.AbandonGrace}. It is let go, and may still run.");
}

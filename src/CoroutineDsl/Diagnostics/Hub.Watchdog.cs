namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>Called, on the watchdog's thread, once for each time that a greenlet keeps the hub busy for longer than <see cref="HubOptions.MaxBlockingTime"/>. By default writes it to standard error.</summary>
    public Action<BlockedReport> Blocked { get; set; } = report => Console.Error.WriteLine(report);

    /// <summary>Who runs, and a number that changes when another is taken; nobody where the hub sleeps or the main program runs. Any thread; a look that may be a little late.</summary>
    internal (Greenlet? Greenlet, int Position) Busy()
    {
        if (Volatile.Read(ref _asleep) == 1) return (null, 0);
        var greenlet = _outside ?? Ready.Peek(out _);
        Ready.Peek(out var position);
        return greenlet is null || greenlet.State.IsMain ? (null, 0) : (greenlet, position);
    }

    /// <summary>On the watchdog's thread, which looks at a greenlet that runs: whatever goes wrong must not end the process.</summary>
    internal void ReportBlocked(string name, TimeSpan duration, Greenlet greenlet)
    {
        try
        {
            Blocked(new BlockedReport(name, duration, greenlet.StackFrames));
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
        }
    }
}

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Waits until all have ended; gives those that have, in the order in which they ended. Failures are not thrown.</summary>
    public static Suspension<Greenlet[]> JoinAll(params Greenlet[] greenlets) => JoinAll((IEnumerable<Greenlet>)greenlets);

    /// <summary>Waits until all have ended, at most for the timeout; gives those that have, in the order in which they ended.</summary>
    /// <param name="greenlets">May hold one more than once.</param>
    /// <param name="timeout">Passes silently.</param>
    /// <param name="raiseError">Throws the first failure, in time, at the moment when it happens; the others go on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<Greenlet[]> JoinAll(IEnumerable<Greenlet> greenlets, TimeSpan? timeout = null, bool raiseError = false)
    {
        ArgumentNullException.ThrowIfNull(greenlets);
        return new(raiseError ? new JoinOrFailSource(greenlets) : new JoinAllSource(greenlets), Timeouts.Ticks(timeout));
    }

    /// <summary>Kills all, then waits until all have ended. Those that have not run yet never will.</summary>
    [Runtime.ActsAtCall]
    public static Suspension<Greenlet[]> KillAll(params Greenlet[] greenlets) => KillAll((IEnumerable<Greenlet>)greenlets);

    /// <summary>Kills all, then waits until all have ended, at most for the timeout, which passes silently.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Runtime.ActsAtCall]
    public static Suspension<Greenlet[]> KillAll(IEnumerable<Greenlet> greenlets, Exception? exception = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(greenlets);
        Greenlet[] all = [.. greenlets];
        foreach (var greenlet in all) greenlet.Kill(exception);
        return JoinAll(all, timeout);
    }
}

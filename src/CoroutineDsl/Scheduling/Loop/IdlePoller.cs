using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>
/// The poller of a hub without sockets: waits for posts. Where they have come soon lately, from tasks that other threads complete, it looks for the next one before it sleeps: to fall asleep and be woken costs several
/// times what such a task takes.
/// </summary>
internal sealed class IdlePoller(TimeSpan maxSpinTime) : Poller
{
    private readonly AutoResetEvent _woken = new(false);
    private AdaptiveSpin _spin = new(maxSpinTime);
    private bool _isWoken;
    private bool _isSpinning;

    public override void Poll(TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero || (_spin.IsWorthIt && Spin(timeout))) return;
        var start = Stopwatch.GetTimestamp();
        using (HubSynchronizationContext.Lift())
        {
            // rounded up: a timer must not be looked at before it is due, which would spin
            if (timeout < TimeSpan.Zero) _woken.WaitOne();
            else _woken.WaitOne((int)Math.Min(Math.Ceiling(timeout.TotalMilliseconds), int.MaxValue));
        }

        _spin.Slept(Stopwatch.GetTimestamp() - start);
        Volatile.Write(ref _isWoken, false);
    }

    public override void Wake()
    {
        Volatile.Write(ref _isWoken, true);
        Interlocked.MemoryBarrier(); // either this thread sees that the hub does not spin any more, or the hub sees that it is woken
        if (Volatile.Read(ref _isSpinning)) return;
        try
        {
            _woken.Set();
        }
        catch (ObjectDisposedException)
        {
            // a post that came while its hub was being disposed of: nobody waits
        }
    }

    public override void Dispose() => _woken.Dispose();

    /// <summary>Looks again and again; <c>true</c> when it was woken.</summary>
    private bool Spin(TimeSpan timeout)
    {
        Volatile.Write(ref _isSpinning, true);
        var now = Stopwatch.GetTimestamp();
        for (var until = _spin.Until(now, timeout); now < until && !Volatile.Read(ref _isWoken); now = Stopwatch.GetTimestamp()) Thread.Yield(); // who is to wake it may need this very core
        Volatile.Write(ref _isSpinning, false);
        Interlocked.MemoryBarrier();
        if (!Volatile.Read(ref _isWoken))
        {
            _spin.InVain();
            return false;
        }

        Volatile.Write(ref _isWoken, false);
        return true;
    }
}

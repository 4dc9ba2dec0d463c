namespace CoroutineDsl;

/// <summary>The poller of a hub without sockets.</summary>
internal sealed class IdlePoller : Poller
{
    private readonly AutoResetEvent _woken = new(false);

    public override void Poll(TimeSpan timeout)
    {
        if (timeout == TimeSpan.Zero) return;
        // rounded up: a timer must not be looked at before it is due, which would spin
        if (timeout < TimeSpan.Zero) _woken.WaitOne();
        else _woken.WaitOne((int)Math.Min(Math.Ceiling(timeout.TotalMilliseconds), int.MaxValue));
    }

    public override void Wake()
    {
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
}

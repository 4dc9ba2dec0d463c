using System.Diagnostics;

namespace CoroutineDsl.Net;

/// <summary>The poller of a hub with sockets: waits in a selector, and hands what is ready to the socket's channel.</summary>
internal sealed class SelectorPoller(Selector selector, TimeSpan maxSpinTime) : Poller, ISelectorSink
{
    private readonly List<SocketChannel> _again = [];
    private AdaptiveSpin _spin = new(maxSpinTime);
    private volatile bool _isWoken;

    public Selector Selector => selector;

    public override int SocketCount => selector.SocketCount;

    public override void Poll(TimeSpan timeout)
    {
        if (_again.Count == 0)
        {
            if (timeout == TimeSpan.Zero) selector.Poll(timeout, this);
            else Wait(timeout);
            return;
        }

        selector.Poll(TimeSpan.Zero, this);
        foreach (var channel in _again) channel.Ready(SelectorEvents.Read);
        _again.Clear();
    }

    /// <summary>A greenlet waits for its turn on a socket that is ready already, of which no event will tell: reports it with the next events.</summary>
    public void ReportReadable(SocketChannel channel) => _again.Add(channel);

    public override void Wake()
    {
        _isWoken = true;
        selector.Wake();
    }

    public override void Dispose() => selector.Dispose();

    public void Ready(object target, SelectorEvents events)
    {
        if (target is SocketChannel channel) channel.Ready(events);
    }

    private void Wait(TimeSpan timeout)
    {
        if (_spin.IsWorthIt && Spin(timeout)) return;
        var start = Stopwatch.GetTimestamp();
        selector.Poll(timeout, this);
        _spin.Slept(Stopwatch.GetTimestamp() - start);
    }

    /// <summary>Looks again and again; <c>true</c> when something has come.</summary>
    private bool Spin(TimeSpan timeout)
    {
        var now = Stopwatch.GetTimestamp();
        for (var until = _spin.Until(now, timeout); now < until; now = Stopwatch.GetTimestamp())
        {
            if (selector.Poll(TimeSpan.Zero, this) > 0) return true;
            if (_isWoken)
            {
                // the selector may just have swallowed the event that a wake left in it
                _isWoken = false;
                return true;
            }

            Thread.Yield(); // the peer may need this very core
        }

        _spin.InVain();
        return false;
    }
}

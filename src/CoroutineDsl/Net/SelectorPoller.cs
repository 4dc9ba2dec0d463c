using System.Runtime.CompilerServices;

namespace CoroutineDsl.Net;

/// <summary>The poller of a hub with sockets: waits in a selector, and hands what is ready to the socket's channel.</summary>
internal sealed class SelectorPoller(Selector selector) : Poller, ISelectorSink
{
    private readonly List<SocketChannel> _again = [];

    public override void Poll(TimeSpan timeout)
    {
        selector.Poll(_again.Count == 0 ? timeout : TimeSpan.Zero, this);
        if (_again.Count == 0) return;
        foreach (var channel in _again) channel.Ready(SelectorEvents.Read);
        _again.Clear();
    }

    /// <summary>A greenlet waits for its turn on a socket that is ready already, of which no event will tell: reports it with the next events.</summary>
    public void ReportReadable(SocketChannel channel) => _again.Add(channel);

    public override void Wake() => selector.Wake();

    public override void Dispose() => selector.Dispose();

    // a hub's selector is nobody else's: only channels are attached to it
    public void Ready(object target, SelectorEvents events) => Unsafe.As<SocketChannel>(target).Ready(events);
}

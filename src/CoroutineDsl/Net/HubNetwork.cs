namespace CoroutineDsl.Net;

/// <summary>What a hub has of the network, from its first socket or name on.</summary>
internal static class HubNetwork
{
    private static readonly HubSlot<SelectorPoller> s_poller = new(MakePoller);
    private static readonly HubSlot<List<WeakReference<CoSocket>>> s_onVirtualTime = new(_ => []);
    private static readonly HubSlot<NameCache> s_names = new(hub => new NameCache(hub));

    extension(Hub hub)
    {
        /// <summary>Notes a new socket of a hub whose clock is virtual.</summary>
        internal void NoteOnVirtualTime(CoSocket socket)
        {
            var sockets = s_onVirtualTime.Of(hub);
            if (sockets.Count == sockets.Capacity) sockets.RemoveAll(static known => !known.TryGetTarget(out var target) || target.IsClosed);
            sockets.Add(new(socket));
        }

        /// <summary>Whether the other end of a socket is a socket of the same hub, or waits to be accepted there. Only where the clock is virtual.</summary>
        internal bool HasPeer(CoSocket socket)
        {
            var (local, remote) = (socket.LocalEndPoint?.ToString(), socket.RemoteEndPoint?.ToString());
            return s_onVirtualTime.Of(hub).Exists(known =>
                known.TryGetTarget(out var other) && !ReferenceEquals(other, socket) && !other.IsClosed
                && (string.IsNullOrEmpty(remote) ? !string.IsNullOrEmpty(local) && other.RemoteEndPoint?.ToString() == local : other.LocalEndPoint?.ToString() == remote));
        }

        /// <summary>What the hub waits in.</summary>
        internal Selector Selector => s_poller.Of(hub).Selector;

        /// <summary>The selector's side of the loop.</summary>
        internal SelectorPoller SelectorPoller => s_poller.Of(hub);

        /// <summary>The names it has looked up.</summary>
        internal NameCache Names => s_names.Of(hub);
    }

    private static SelectorPoller MakePoller(Hub hub)
    {
        var poller = new SelectorPoller(hub.Options.Selector?.Invoke() ?? Selector.Default(), hub.Options.MaxSpinTime);
        hub.Inbox.UsePoller(poller);
        return poller;
    }
}

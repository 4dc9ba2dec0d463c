using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// A selector on <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, TimeSpan)"/>: works wherever .NET does, and is what
/// Windows gets. Each wait costs time proportional to the number of sockets that are waited for.
/// </summary>
public sealed class PollSelector : Selector
{
    private readonly Dictionary<long, Entry> _entries = [];
    private readonly List<(Socket Socket, Entry Entry)> _asked = []; // in the order of the lists below
    private readonly List<Entry> _found = [];
    private readonly List<Socket> _read = [];
    private readonly List<Socket> _write = [];
    private readonly List<Socket> _error = [];
    private readonly WakePair _wake = new();

    // a socket that nobody has any more has to be collected, though it is known here
    private sealed class Entry(long id, Socket socket, bool isOneShot)
    {
        private readonly WeakReference<Socket> _socket = new(socket);

        public long Id => id;

        public Socket? Socket => _socket.TryGetTarget(out var target) ? target : null;

        public bool IsOneShot => isOneShot;

        public SelectorEvents Wanted { get; set; }

        public SelectorEvents Ready { get; set; }
    }

    /// <inheritdoc/>
    public override void Wake() => _wake.Wake();

    internal override bool ReportsEnds => false;

    internal override void Arm(long id, SelectorEvents events)
    {
        if (_entries.TryGetValue(id, out var entry)) entry.Wanted |= events;
    }

    internal override int Poll(TimeSpan timeout, ISelectorSink sink)
    {
        Wait(timeout);
        var delivered = 0;
        foreach (var entry in _found)
        {
            // delivering one may have ended another
            if (Slots.Find(entry.Id) is not { } target) continue;
            if (entry.IsOneShot) entry.Wanted &= ~entry.Ready;
            sink.Ready(target, entry.Ready);
            delivered++;
        }

        return delivered;
    }

    private protected override void Watch(Socket socket, long id, SelectorEvents before, SelectorEvents after)
    {
        if (after == 0) _entries.Remove(id);
        else if (_entries.TryGetValue(id, out var entry)) entry.Wanted = after;
        else _entries.Add(id, new(id, socket, isOneShot: false) { Wanted = after });
    }

    private protected override void WatchEdges(IPollable socket, long id) => _entries.Add(id, new(id, socket.Socket, isOneShot: true));

    private protected override void UnwatchEdges(IPollable socket, long id) => _entries.Remove(id);

    private protected override void Forget(long id) => _entries.Remove(id);

    private protected override void Close() => _wake.Dispose();

    private void Wait(TimeSpan timeout)
    {
        FillLists();
        try
        {
            Socket.Select(_read, _write, _error, timeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : Bounded(timeout));
            if (_read.Remove(_wake.Receiver)) _wake.Drain();
            Find(_read, SelectorEvents.Read);
            Find(_write, SelectorEvents.Write);
            Find(_error, null);
        }
        catch (ObjectDisposedException)
        {
            // a socket was closed by another thread since the lists were filled: the next wait leaves it out
        }
        finally
        {
            ClearLists();
        }
    }

    private void ClearLists()
    {
        _asked.Clear();
        _read.Clear();
        _write.Clear();
        _error.Clear();
    }

    private void FillLists()
    {
        _found.Clear();
        _read.Add(_wake.Receiver);
        foreach (var entry in _entries.Values)
        {
            if (entry.Wanted == 0 || entry.Socket is not { } socket || socket.SafeHandle.IsClosed) continue;
            entry.Ready = 0;
            _asked.Add((socket, entry));
            if ((entry.Wanted & SelectorEvents.Read) != 0) _read.Add(socket);
            if ((entry.Wanted & SelectorEvents.Write) != 0) _write.Add(socket);
            // a stream that is read is readable too when it has failed; to ask once halves what a look costs
            if (entry.Wanted != SelectorEvents.Read || socket.SocketType != SocketType.Stream) _error.Add(socket);
        }
    }

    /// <summary>What is left of a list keeps its order, so both are gone through once.</summary>
    private void Find(List<Socket> ready, SelectorEvents? events)
    {
        var next = 0;
        for (var i = 0; i < _asked.Count && next < ready.Count; i++)
        {
            var (socket, entry) = _asked[i];
            if (!ReferenceEquals(socket, ready[next])) continue;
            Add(entry, events ?? entry.Wanted);
            next++;
        }
    }

    private void Add(Entry entry, SelectorEvents events)
    {
        if (entry.Ready == 0) _found.Add(entry);
        entry.Ready |= events;
    }
}

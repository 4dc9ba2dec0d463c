using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// A selector on <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, TimeSpan)"/>: works wherever .NET does, and is what
/// Windows gets. Each wait costs time proportional to the number of sockets that are waited for.
/// </summary>
public sealed class PollSelector : Selector
{
    private readonly Dictionary<long, Entry> _entries = [];
    private readonly Dictionary<Socket, Entry> _asked = [];
    private readonly List<Entry> _found = [];
    private readonly List<Socket> _read = [];
    private readonly List<Socket> _write = [];
    private readonly List<Socket> _error = [];
    private readonly WakePair _wake = new();

    private sealed class Entry(long id, Socket socket, bool isOneShot)
    {
        public long Id => id;

        public Socket Socket => socket;

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

    // Select counts microseconds in an int: 35 minutes. The loop waits again where that was too early.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    private void Wait(TimeSpan timeout)
    {
        FillLists();
        try
        {
            Socket.Select(_read, _write, _error, timeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout < Longest ? timeout : Longest);
        }
        catch (ObjectDisposedException)
        {
            // a socket was closed by another thread since the lists were filled: the next wait leaves it out
            return;
        }

        if (_read.Remove(_wake.Receiver)) _wake.Drain();
        foreach (var socket in _read) Add(_asked[socket], SelectorEvents.Read);
        foreach (var socket in _write) Add(_asked[socket], SelectorEvents.Write);
        foreach (var socket in _error) Add(_asked[socket], _asked[socket].Wanted);
    }

    private void FillLists()
    {
        _asked.Clear();
        _found.Clear();
        _read.Clear();
        _write.Clear();
        _error.Clear();
        _read.Add(_wake.Receiver);
        foreach (var entry in _entries.Values)
        {
            if (entry.Wanted == 0 || entry.Socket.SafeHandle.IsClosed) continue;
            entry.Ready = 0;
            _asked.Add(entry.Socket, entry);
            if ((entry.Wanted & SelectorEvents.Read) != 0) _read.Add(entry.Socket);
            if ((entry.Wanted & SelectorEvents.Write) != 0) _write.Add(entry.Socket);
            _error.Add(entry.Socket);
        }
    }

    private void Add(Entry entry, SelectorEvents events)
    {
        if (entry.Ready == 0) _found.Add(entry);
        entry.Ready |= events;
    }
}

using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// A selector on <see cref="Socket.Select(System.Collections.IList, System.Collections.IList, System.Collections.IList, TimeSpan)"/>: works wherever .NET does, and is what
/// Windows gets. Each wait costs time proportional to the number of sockets that are waited for.
/// </summary>
public sealed class PollSelector : Selector
{
    private readonly Dictionary<long, Entry> entries = [];
    private readonly Dictionary<Socket, Entry> asked = [];
    private readonly List<Entry> found = [];
    private readonly List<Socket> read = [];
    private readonly List<Socket> write = [];
    private readonly List<Socket> error = [];
    private readonly WakePair wake = new();

    private sealed class Entry(long id, Socket socket, bool isOneShot)
    {
        public long Id => id;

        public Socket Socket => socket;

        public bool IsOneShot => isOneShot;

        public SelectorEvents Wanted { get; set; }

        public SelectorEvents Ready { get; set; }
    }

    /// <inheritdoc/>
    public override void Wake() => wake.Wake();

    internal override void Arm(long id, SelectorEvents events)
    {
        if (entries.TryGetValue(id, out var entry)) entry.Wanted |= events;
    }

    internal override int Poll(TimeSpan timeout, ISelectorSink sink)
    {
        Wait(timeout);
        var delivered = 0;
        foreach (var entry in found)
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
        if (after == 0) entries.Remove(id);
        else if (entries.TryGetValue(id, out var entry)) entry.Wanted = after;
        else entries.Add(id, new(id, socket, isOneShot: false) { Wanted = after });
    }

    private protected override void WatchEdges(IPollable socket, long id) => entries.Add(id, new(id, socket.Socket, isOneShot: true));

    private protected override void UnwatchEdges(IPollable socket, long id) => entries.Remove(id);

    private protected override void Forget(long id) => entries.Remove(id);

    private protected override void Close() => wake.Dispose();

    private void Wait(TimeSpan timeout)
    {
        FillLists();
        try
        {
            Socket.Select(read, write, error, timeout < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : timeout);
        }
        catch (ObjectDisposedException)
        {
            // a socket was closed by another thread since the lists were filled: the next wait leaves it out
            return;
        }

        if (read.Remove(wake.Receiver)) wake.Drain();
        foreach (var socket in read) Add(asked[socket], SelectorEvents.Read);
        foreach (var socket in write) Add(asked[socket], SelectorEvents.Write);
        foreach (var socket in error) Add(asked[socket], asked[socket].Wanted);
    }

    private void FillLists()
    {
        asked.Clear();
        found.Clear();
        read.Clear();
        write.Clear();
        error.Clear();
        read.Add(wake.Receiver);
        foreach (var entry in entries.Values)
        {
            if (entry.Wanted == 0 || entry.Socket.SafeHandle.IsClosed) continue;
            entry.Ready = 0;
            asked.Add(entry.Socket, entry);
            if ((entry.Wanted & SelectorEvents.Read) != 0) read.Add(entry.Socket);
            if ((entry.Wanted & SelectorEvents.Write) != 0) write.Add(entry.Socket);
            error.Add(entry.Socket);
        }
    }

    private void Add(Entry entry, SelectorEvents events)
    {
        if (entry.Ready == 0) found.Add(entry);
        entry.Ready |= events;
    }
}

using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// What the selectors share: the registrations of <see cref="ISelector"/>, and the seam through which a hub waits for its sockets.
/// </summary>
/// <remarks>
/// The hub's side: a socket is attached once (<see cref="Attach"/>), the hub says when somebody starts to wait (<see cref="Arm"/>, one-shot), and
/// <see cref="Poll"/> delivers. A backend may report more than was armed, and once more what has been taken in the meantime, so whoever waits tries
/// the system call first and again. Edge-triggered backends need no system call to arm.
/// </remarks>
public abstract class Selector : ISelector
{
    /// <summary>Comes with events after which the state of the socket may change without a further event: the end of the stream, an error, urgent data.</summary>
    internal const SelectorEvents Final = (SelectorEvents)4;

    private protected const SelectorEvents Both = SelectorEvents.Read | SelectorEvents.Write;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(30);
    private static readonly string? s_forced = Environment.GetEnvironmentVariable("COROUTINEDSL_SELECTOR");

    private readonly Dictionary<Socket, SelectorKey> _map = [];
    private readonly Collector _collector = new();
    private readonly ConcurrentQueue<long> _abandoned = new();

    private protected Selector() => Map = new ReadOnlyDictionary<Socket, SelectorKey>(_map);

    /// <inheritdoc/>
    public IReadOnlyDictionary<Socket, SelectorKey> Map { get; }

    private protected SlotTable Slots { get; } = new();

    /// <summary>How many sockets of its hub it watches.</summary>
    internal int SocketCount => Slots.Count;

    internal bool IsDisposed { get; private set; }

    /// <summary>Whether the end of a stream is an event also where there are unread bytes before it.</summary>
    internal virtual bool ReportsEnds => true;

    /// <summary>The best selector of this platform: epoll on Linux, kqueue on macOS and the BSDs, poll elsewhere. The environment variable <c>COROUTINEDSL_SELECTOR</c> (epoll, kqueue or poll) makes it another.</summary>
    /// <remarks>Only with epoll do a hub's sockets use Linux's system calls themselves; with any other selector they are .NET's. So <c>poll</c> is what a system runs that neither Linux nor macOS is.</remarks>
    /// <exception cref="SocketException">The system has no descriptor left.</exception>
    /// <exception cref="PlatformNotSupportedException">The variable names a selector that this platform does not have.</exception>
    public static Selector Default()
    {
        switch (s_forced)
        {
            case null or "":
                break;
            case "poll":
                return new PollSelector();
            case "kqueue":
                return new KqueueSelector();
            case "epoll" when OperatingSystem.IsLinux():
                return new EpollSelector();
            default:
                throw new PlatformNotSupportedException($"COROUTINEDSL_SELECTOR is '{s_forced}', and this platform has no such selector: epoll (Linux), kqueue (macOS, BSD) or poll are known.");
        }

        if (OperatingSystem.IsLinux()) return new EpollSelector();
        if (KqueueSelector.IsSupported) return new KqueueSelector();
        return new PollSelector();
    }

    /// <inheritdoc/>
    public SelectorKey Register(Socket socket, SelectorEvents events, object? data = null)
    {
        Check(socket, events);
        if (_map.ContainsKey(socket)) throw new ArgumentException("The socket is registered already: use Modify.", nameof(socket));
        var id = Slots.Add(this);
        var key = new SelectorKey(socket, events, data, id);
        Slots.Replace(id, key);
        try
        {
            Watch(socket, id, 0, events);
        }
        catch
        {
            Slots.Remove(id);
            throw;
        }

        _map.Add(socket, key);
        return key;
    }

    /// <inheritdoc/>
    public SelectorKey Modify(Socket socket, SelectorEvents events, object? data = null)
    {
        Check(socket, events);
        var old = Find(socket);
        if (old.Events != events) Watch(socket, old.Id, old.Events, events);
        var key = new SelectorKey(socket, events, data, old.Id);
        Slots.Replace(old.Id, key);
        _map[socket] = key;
        return key;
    }

    /// <inheritdoc/>
    public SelectorKey Unregister(Socket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var key = Find(socket);
        _map.Remove(socket);
        Slots.Remove(key.Id);
        // the descriptor of a closed socket has left the kernel's set, and its number may be another socket's by now
        if (!socket.SafeHandle.IsClosed) Watch(socket, key.Id, key.Events, 0);
        else Forget(key.Id);
        return key;
    }

    /// <inheritdoc/>
    public IReadOnlyList<SelectorReady> Select(TimeSpan? timeout = null)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var left = timeout ?? Timeout.InfiniteTimeSpan;
        while (true)
        {
            var began = Stopwatch.GetTimestamp();
            if (Poll(left, _collector) > 0 || left < s_longestWait || Stopwatch.GetElapsedTime(began) is var waited && waited < s_longestWait) return _collector.Take();
            left -= waited;
        }
    }

    /// <inheritdoc/>
    public abstract void Wake();

    /// <summary>Closes the selector. The registered sockets stay open.</summary>
    public void Dispose()
    {
        if (IsDisposed) return;
        IsDisposed = true;
        _map.Clear();
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes a socket known; <paramref name="target"/> is what its readiness is delivered with. Returns the number it is known under.</summary>
    internal long Attach(IPollable socket, object target)
    {
        while (_abandoned.TryDequeue(out var abandoned)) Detach(abandoned, null);
        var id = Slots.Add(target);
        try
        {
            WatchEdges(socket, id);
        }
        catch
        {
            Slots.Remove(id);
            throw;
        }

        return id;
    }

    /// <summary>Somebody waits: readiness for these events is to be delivered, once.</summary>
    internal abstract void Arm(long id, SelectorEvents events);

    /// <summary>Forgets a socket.</summary>
    /// <param name="id">The number it is known under.</param>
    /// <param name="socket">The socket, or null when it is closed right away or already: that alone takes it out of the kernel's set.</param>
    internal void Detach(long id, IPollable? socket)
    {
        Slots.Remove(id);
        if (IsDisposed) return;
        if (socket is not null) UnwatchEdges(socket, id);
        else Forget(id);
    }

    /// <summary>As <see cref="Detach"/>, soon, for a socket that is collected without having been closed. From any thread.</summary>
    internal void Abandon(long id) => _abandoned.Enqueue(id);

    /// <summary>Waits at most so long (negative: for ever; no longer than half an hour at a time) and delivers what is ready. Returns how many were delivered.</summary>
    internal abstract int Poll(TimeSpan timeout, ISelectorSink sink);

    /// <summary>The systems count in units of their own, and refuse what does not fit.</summary>
    private protected static TimeSpan Bounded(TimeSpan timeout) => timeout > s_longestWait ? s_longestWait : timeout;

    private protected abstract void Watch(Socket socket, long id, SelectorEvents before, SelectorEvents after);

    private protected abstract void WatchEdges(IPollable socket, long id);

    private protected abstract void UnwatchEdges(IPollable socket, long id);

    /// <summary>The socket under this number is closed.</summary>
    private protected virtual void Forget(long id)
    {
    }

    private protected abstract void Close();

    private SelectorKey Find(Socket socket) =>
        _map.TryGetValue(socket, out var key) ? key : throw new KeyNotFoundException("The socket is not registered with this selector.");

    private void Check(Socket socket, SelectorEvents events)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        ObjectDisposedException.ThrowIf(socket.SafeHandle.IsClosed, socket);
        if (events == 0 || (events & ~Both) != 0)
            throw new ArgumentException($"Read, Write or both are expected, not {events}.", nameof(events));
    }

    private sealed class Collector : ISelectorSink
    {
        private readonly List<SelectorReady> _ready = [];

        public void Ready(object target, SelectorEvents events)
        {
            if (target is not SelectorKey key || (events & key.Events) is not (var wanted and not 0)) return;
            if (key.ReadyAt < 0)
            {
                key.ReadyAt = _ready.Count;
                _ready.Add(new(key, wanted));
            }
            else
            {
                // kqueue reports reading and writing apart
                _ready[key.ReadyAt] = new(key, _ready[key.ReadyAt].Events | wanted);
            }
        }

        public IReadOnlyList<SelectorReady> Take()
        {
            if (_ready.Count == 0) return [];
            var taken = _ready.ToArray();
            _ready.Clear();
            foreach (var (key, _) in taken) key.ReadyAt = -1;
            return taken;
        }
    }
}

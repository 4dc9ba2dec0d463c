using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>A selector on the kqueue of macOS and the BSDs.</summary>
/// <remarks>
/// kqueue watches reading and writing by two filters, each an event of its own; a filter leaves the queue when its descriptor is closed. The hub's sockets have both filters
/// from the start, edge-triggered (EV_CLEAR). Waking is a user filter, so that it takes no second descriptor.
/// </remarks>
public sealed class KqueueSelector : Selector
{
    private const int BatchSize = 256;
    private const long WakeId = -1;

    private readonly IKqueueSyscalls _syscalls;
    private readonly QueueHandle _queue;
    private readonly KernelEvent[] _batch = new KernelEvent[BatchSize];

    /// <summary>Makes a selector.</summary>
    /// <exception cref="PlatformNotSupportedException">The system has no kqueue: see <see cref="IsSupported"/>.</exception>
    /// <exception cref="SocketException">The system has no descriptor left.</exception>
    public KqueueSelector()
        : this(IsSupported ? new KqueueSyscalls() : throw new PlatformNotSupportedException("kqueue exists on macOS and the BSDs."))
    {
    }

    internal KqueueSelector(IKqueueSyscalls syscalls)
    {
        _syscalls = syscalls;
        _queue = new(syscalls);
        try
        {
            Change(0, KernelEvent.UserFilter, KernelEvent.Add | KernelEvent.EdgeTriggered, WakeId);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Whether this system has kqueue.</summary>
    public static bool IsSupported { get; } =
        OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS() || OperatingSystem.IsMacCatalyst() || OperatingSystem.IsFreeBSD();

    /// <inheritdoc/>
    public override void Wake()
    {
        ReadOnlySpan<KernelEvent> trigger = [new() { Filter = KernelEvent.UserFilter, FilterFlags = KernelEvent.Trigger, Id = (nint)WakeId }];
        var isHeld = false;
        try
        {
            _queue.DangerousAddRef(ref isHeld);
            _syscalls.Control(_queue.Number, trigger, [], TimeSpan.Zero);
        }
        catch (ObjectDisposedException)
        {
            // closed: nobody waits
        }
        finally
        {
            if (isHeld) _queue.DangerousRelease();
        }
    }

    internal override void Arm(long id, SelectorEvents events)
    {
        // every edge is reported
    }

    internal override int Poll(TimeSpan timeout, ISelectorSink sink)
    {
        var count = _syscalls.Control(_queue.Number, [], _batch, Bounded(timeout));
        var delivered = 0;
        for (var i = 0; i < count; i++)
        {
            ref var found = ref _batch[i];
            if (found.Filter == KernelEvent.UserFilter || Slots.Find(found.Id) is not { } target) continue;
            var events = found.Filter == KernelEvent.ReadFilter ? SelectorEvents.Read : SelectorEvents.Write;
            if ((found.Flags & (KernelEvent.EndOfFile | KernelEvent.Error)) != 0) events |= Final;
            sink.Ready(target, events);
            delivered++;
        }

        return delivered;
    }

    private protected override void Watch(Socket socket, long id, SelectorEvents before, SelectorEvents after)
    {
        Toggle(socket, id, KernelEvent.ReadFilter, before & SelectorEvents.Read, after & SelectorEvents.Read);
        Toggle(socket, id, KernelEvent.WriteFilter, before & SelectorEvents.Write, after & SelectorEvents.Write);
    }

    private protected override void WatchEdges(IPollable socket, long id)
    {
        Change(socket.Descriptor, KernelEvent.ReadFilter, KernelEvent.Add | KernelEvent.EdgeTriggered, id);
        Change(socket.Descriptor, KernelEvent.WriteFilter, KernelEvent.Add | KernelEvent.EdgeTriggered, id);
    }

    private protected override void UnwatchEdges(IPollable socket, long id)
    {
        Change(socket.Descriptor, KernelEvent.ReadFilter, KernelEvent.Delete, id);
        Change(socket.Descriptor, KernelEvent.WriteFilter, KernelEvent.Delete, id);
    }

    private protected override void Close() => _queue.Dispose();

    private void Toggle(Socket socket, long id, short filter, SelectorEvents before, SelectorEvents after)
    {
        if (before != after) Change(socket.SafeHandle.DangerousGetHandle(), filter, after != 0 ? KernelEvent.Add : KernelEvent.Delete, id);
    }

    private void Change(nint descriptor, short filter, int flags, long id)
    {
        ReadOnlySpan<KernelEvent> change = [new() { Identifier = (nuint)descriptor, Filter = filter, Flags = (ushort)flags, Id = (nint)id }];
        _syscalls.Control(_queue.Number, change, [], TimeSpan.Zero);
    }

    private sealed class QueueHandle : SafeHandleMinusOneIsInvalid
    {
        private readonly IKqueueSyscalls _syscalls;

        public QueueHandle(IKqueueSyscalls syscalls)
            : base(ownsHandle: true)
        {
            _syscalls = syscalls;
            SetHandle(syscalls.Create());
        }

        public int Number => (int)handle;

        protected override bool ReleaseHandle()
        {
            _syscalls.Close(Number);
            return true;
        }
    }
}

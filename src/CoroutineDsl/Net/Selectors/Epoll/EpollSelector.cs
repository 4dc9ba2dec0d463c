using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>A selector on Linux's epoll.</summary>
/// <remarks>
/// epoll's set is keyed by (descriptor number, open file), and an entry leaves it when the last descriptor of the open file is closed. A closed socket
/// therefore needs no epoll_ctl; but a descriptor that was duplicated keeps its entry alive, and an event that epoll_wait has returned already may belong to
/// a socket that was closed while the events before it were delivered. Both come with a number whose generation has passed, and are dropped.
/// <para>The hub's sockets are registered once, edge-triggered for everything. EPOLLRDHUP tells the end of the stream apart from data, and EPOLLPRI urgent data: in
/// both cases a short read does not mean that the next read would block.</para>
/// </remarks>
[SupportedOSPlatform("linux")]
public sealed unsafe class EpollSelector : Selector
{
    private const int BatchSize = 256;
    private const long WakeId = -1;
    private const uint Edges = EpollSyscalls.In | EpollSyscalls.Out | EpollSyscalls.ReadHangUp | EpollSyscalls.Urgent | EpollSyscalls.EdgeTriggered;

    private static bool _hasPreciseWait = NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "epoll_pwait2", out _);

    private readonly SafeFileHandle _epoll;
    private readonly int _descriptor;
    private readonly SafeFileHandle _wake;
    private readonly byte[] _memory = GC.AllocateArray<byte>(BatchSize * EpollEvents.Size, pinned: true);
    private readonly EpollEvents _batch;

    /// <summary>Makes a selector.</summary>
    /// <exception cref="SocketException">The system has no descriptor left.</exception>
    public EpollSelector()
    {
        _batch = new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory)));
        _descriptor = Errno.Check(EpollSyscalls.Create(EpollSyscalls.CloseOnExec));
        _epoll = new(_descriptor, ownsHandle: true);
        try
        {
            _wake = new(Errno.Check(EpollSyscalls.EventDescriptor(0, EpollSyscalls.CloseOnExec | EpollSyscalls.NonBlocking)), ownsHandle: true);
            // edge-triggered: every write is an edge, so nobody has to read the counter back to zero
            Control(EpollSyscalls.Add, (int)_wake.DangerousGetHandle(), EpollSyscalls.In | EpollSyscalls.EdgeTriggered, WakeId);
        }
        catch
        {
            _wake?.Dispose();
            _epoll.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override void Wake()
    {
        ulong one = 1;
        try
        {
            EpollSyscalls.Write(_wake, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // closed: nobody waits
        }
    }

    internal override void Arm(long id, SelectorEvents events)
    {
        // every edge is reported
    }

    internal override int Poll(TimeSpan timeout, ISelectorSink sink)
    {
        var count = Wait(Bounded(timeout));
        var delivered = 0;
        for (var i = 0; i < count; i++)
        {
            var id = _batch.Id(i);
            if (id == WakeId || Slots.Find(id) is not { } target) continue;
            sink.Ready(target, Translate(_batch.Events(i)));
            delivered++;
        }

        return delivered;
    }

    private protected override void Watch(Socket socket, long id, SelectorEvents before, SelectorEvents after)
    {
        var operation = before == 0 ? EpollSyscalls.Add : after == 0 ? EpollSyscalls.Delete : EpollSyscalls.Modify;
        var events = ((after & SelectorEvents.Read) != 0 ? EpollSyscalls.In : 0) | ((after & SelectorEvents.Write) != 0 ? EpollSyscalls.Out : 0);
        Control(operation, (int)socket.SafeHandle.DangerousGetHandle(), events, id);
    }

    private protected override void WatchEdges(IPollable socket, long id) =>
        Control(EpollSyscalls.Add, (int)socket.Descriptor, Edges, id);

    private protected override void UnwatchEdges(IPollable socket, long id) =>
        Control(EpollSyscalls.Delete, (int)socket.Descriptor, 0, id);

    private protected override void Close()
    {
        _wake.Dispose();
        _epoll.Dispose();
    }

    private static SelectorEvents Translate(uint events)
    {
        const uint ends = EpollSyscalls.Error | EpollSyscalls.HangUp;
        SelectorEvents result = 0;
        if ((events & (EpollSyscalls.In | EpollSyscalls.ReadHangUp | EpollSyscalls.Urgent | ends)) != 0) result |= SelectorEvents.Read;
        if ((events & (EpollSyscalls.Out | ends)) != 0) result |= SelectorEvents.Write;
        if ((events & (EpollSyscalls.ReadHangUp | EpollSyscalls.Urgent | ends)) != 0) result |= Final;
        return result;
    }

    /// <summary>How many events there are. A wait that a signal interrupted has none.</summary>
    private int Wait(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero || !_hasPreciseWait) return Count(EpollSyscalls.Wait(_descriptor, _batch.Pointer, BatchSize, Milliseconds(timeout)));
        var time = new TimeSpec(timeout);
        var count = EpollSyscalls.PreciseWait(_descriptor, _batch.Pointer, BatchSize, &time, null);
        if (count >= 0 || Marshal.GetLastPInvokeError() != Errno.NotImplemented) return Count(count);
        _hasPreciseWait = false; // a C library that is newer than the kernel
        return Wait(timeout);
    }

    private static int Count(int result) => result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted ? 0 : Errno.Check(result);

    /// <summary>Rounded up: a timer must not find the loop awake too early, over and over.</summary>
    private static int Milliseconds(TimeSpan timeout) =>
        timeout < TimeSpan.Zero ? -1 : (int)Math.Min(int.MaxValue, Math.Ceiling(timeout.TotalMilliseconds));

    private void Control(int operation, int target, uint events, long id)
    {
        var entry = stackalloc byte[EpollEvents.Size];
        new EpollEvents(entry).Set(0, events, id);
        Errno.Check(EpollSyscalls.Control(_descriptor, operation, target, entry));
    }
}

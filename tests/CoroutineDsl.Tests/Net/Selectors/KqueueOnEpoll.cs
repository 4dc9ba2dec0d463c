using System.Net.Sockets;
using System.Runtime.InteropServices;
using CoroutineDsl.Net;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Tests.Net.Selectors;

/// <summary>
/// The system calls of kqueue, played by epoll: one set per filter, inside one outer set. So the kqueue selector is tested with real sockets where there is no kqueue.
/// </summary>
internal sealed unsafe class KqueueOnEpoll : IKqueueSyscalls
{
    private const long User = 0;

    private readonly Lock changing = new();
    private readonly Dictionary<short, FilterSet> filters = [];
    private int outer = -1;
    private SafeFileHandle user = null!;
    private nint userId;

    private sealed record FilterSet(int Epoll, uint Events)
    {
        public Dictionary<nuint, nint> Ids { get; } = [];
    }

    public bool IsClosed { get; private set; }

    public int Create()
    {
        outer = Errno.Check(EpollSyscalls.Create(EpollSyscalls.CloseOnExec));
        user = new(Errno.Check(EpollSyscalls.EventDescriptor(0, EpollSyscalls.CloseOnExec | EpollSyscalls.NonBlocking)), ownsHandle: true);
        Control(outer, EpollSyscalls.Add, (int)user.DangerousGetHandle(), EpollSyscalls.In | EpollSyscalls.EdgeTriggered, User);
        foreach (var (filter, events) in new[] { (KernelEvent.ReadFilter, EpollSyscalls.In | EpollSyscalls.ReadHangUp), (KernelEvent.WriteFilter, EpollSyscalls.Out) })
        {
            filters[filter] = new(Errno.Check(EpollSyscalls.Create(EpollSyscalls.CloseOnExec)), events);
            Control(outer, EpollSyscalls.Add, filters[filter].Epoll, EpollSyscalls.In, filter);
        }

        return outer;
    }

    public int Control(int queue, ReadOnlySpan<KernelEvent> changes, Span<KernelEvent> events, TimeSpan timeout)
    {
        foreach (var change in changes) Apply(change);
        return events.Length == 0 ? 0 : Wait(events, timeout);
    }

    public void Close(int queue)
    {
        IsClosed = true;
        user.Dispose();
        foreach (var set in filters.Values) new SafeFileHandle(set.Epoll, ownsHandle: true).Dispose();
        new SafeFileHandle(queue, ownsHandle: true).Dispose();
    }

    private static void Control(int epoll, int operation, int descriptor, uint events, long id)
    {
        var entry = stackalloc byte[EpollEvents.Size];
        new EpollEvents(entry).Set(0, events, id);
        Errno.Check(EpollSyscalls.Control(epoll, operation, descriptor, entry));
    }

    private void Apply(KernelEvent change)
    {
        if (change.Filter == KernelEvent.UserFilter)
        {
            if ((change.Flags & KernelEvent.Add) != 0) userId = change.Id;
            if ((change.FilterFlags & KernelEvent.Trigger) == 0) return;
            ulong one = 1;
            Errno.Check((int)EpollSyscalls.Write(user, &one, sizeof(ulong)));
            return;
        }

        lock (changing)
        {
            var set = filters[change.Filter];
            if ((change.Flags & KernelEvent.Delete) != 0)
            {
                Control(set.Epoll, EpollSyscalls.Delete, (int)change.Identifier, 0, 0);
                set.Ids.Remove(change.Identifier);
                return;
            }

            var edges = (change.Flags & KernelEvent.EdgeTriggered) != 0 ? EpollSyscalls.EdgeTriggered : 0;
            Control(set.Epoll, EpollSyscalls.Add, (int)change.Identifier, set.Events | edges, (long)change.Identifier);
            set.Ids[change.Identifier] = change.Id;
        }
    }

    private int Wait(Span<KernelEvent> events, TimeSpan timeout)
    {
        var memory = stackalloc byte[4 * EpollEvents.Size];
        var ready = new EpollEvents(memory);
        var milliseconds = timeout < TimeSpan.Zero ? -1 : (int)Math.Ceiling(timeout.TotalMilliseconds);
        var sets = EpollSyscalls.Wait(outer, memory, 4, milliseconds);
        if (sets < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted) return 0;
        Errno.Check(sets);
        var count = 0;
        for (var i = 0; i < sets; i++)
        {
            if (ready.Id(i) == User) events[count++] = new() { Filter = KernelEvent.UserFilter, Id = userId };
            else count += Take((short)ready.Id(i), events[count..]);
        }

        return count;
    }

    private int Take(short filter, Span<KernelEvent> events)
    {
        var set = filters[filter];
        fixed (byte* memory = new byte[Math.Max(1, events.Length / 2) * EpollEvents.Size])
        {
            var found = new EpollEvents(memory);
            var count = Errno.Check(EpollSyscalls.Wait(set.Epoll, memory, Math.Max(1, events.Length / 2), 0));
            for (var i = 0; i < count; i++)
            {
                var ends = (found.Events(i) & (EpollSyscalls.ReadHangUp | EpollSyscalls.HangUp | EpollSyscalls.Error)) != 0;
                var identifier = (nuint)found.Id(i);
                events[i] = new() { Identifier = identifier, Filter = filter, Flags = ends ? KernelEvent.EndOfFile : (ushort)0, Id = set.Ids[identifier] };
            }

            return count;
        }
    }
}

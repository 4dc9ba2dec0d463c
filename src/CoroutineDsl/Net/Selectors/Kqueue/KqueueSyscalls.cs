using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CoroutineDsl.Net;

/// <summary>The system calls of <see cref="KqueueSelector"/>, so that a stand-in can take their place.</summary>
internal interface IKqueueSyscalls
{
    /// <summary>kqueue(2), closed on exec.</summary>
    /// <exception cref="SocketException">The call failed.</exception>
    int Create();

    /// <summary>kevent(2): applies the changes, then waits at most so long (negative: for ever; not at all when there is no room for events). 0 when a signal came.</summary>
    /// <exception cref="SocketException">The call failed.</exception>
    int Control(int queue, ReadOnlySpan<KernelEvent> changes, Span<KernelEvent> events, TimeSpan timeout);

    void Close(int queue);
}

/// <summary>struct kevent of 64-bit macOS and BSD. (FreeBSD's goes on for four more words, which only the real calls know.)</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct KernelEvent
{
    public const short ReadFilter = -1;
    public const short WriteFilter = -2;

    public const ushort Add = 0x1;
    public const ushort Delete = 0x2;
    public const ushort EdgeTriggered = 0x20; // EV_CLEAR
    public const ushort Error = 0x4000;
    public const ushort EndOfFile = 0x8000;

    public const uint Trigger = 0x01000000;   // NOTE_TRIGGER

    public nuint Identifier;
    public short Filter;
    public ushort Flags;
    public uint FilterFlags;
    public nint Data;
    public nint Id;

    /// <summary>EVFILT_USER, which every system numbers anew.</summary>
    public static short UserFilter { get; } = (short)(OperatingSystem.IsFreeBSD() ? -11 : -10);
}

/// <summary>The calls of the C library.</summary>
internal sealed unsafe partial class KqueueSyscalls : IKqueueSyscalls
{
    private const int SetDescriptorFlags = 2; // F_SETFD
    private const int CloseOnExec = 1;        // FD_CLOEXEC

    private static readonly int Stride = OperatingSystem.IsFreeBSD() ? 64 : sizeof(KernelEvent);

    private byte[] _buffer = [];

    public int Create()
    {
        var queue = Errno.Check(NativeCreate());
        _ = Fcntl(queue, SetDescriptorFlags, CloseOnExec);
        return queue;
    }

    public int Control(int queue, ReadOnlySpan<KernelEvent> changes, Span<KernelEvent> events, TimeSpan timeout)
    {
        var time = new TimeSpec(timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout);
        // changes come from any thread, by the stack; events are for the one thread that waits
        var changed = stackalloc byte[changes.Length * Stride];
        new Span<byte>(changed, changes.Length * Stride).Clear();
        for (var i = 0; i < changes.Length; i++) *(KernelEvent*)(changed + i * Stride) = changes[i];
        if (_buffer.Length < events.Length * Stride) _buffer = GC.AllocateArray<byte>(events.Length * Stride, pinned: true);
        fixed (byte* found = _buffer)
        {
            var count = NativeControl(queue, changed, changes.Length, found, events.Length, timeout < TimeSpan.Zero ? null : &time);
            if (count < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted) return 0;
            Errno.Check(count);
            for (var i = 0; i < count; i++) events[i] = *(KernelEvent*)(found + i * Stride);
            return count;
        }
    }

    public void Close(int queue) => _ = NativeClose(queue);

    [LibraryImport("libc", EntryPoint = "kqueue", SetLastError = true)]
    private static partial int NativeCreate();

    [LibraryImport("libc", EntryPoint = "kevent", SetLastError = true)]
    private static partial int NativeControl(int queue, byte* changes, int changeCount, byte* events, int eventCount, TimeSpec* timeout);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int NativeClose(int descriptor);
}

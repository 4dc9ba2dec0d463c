using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>The system calls of <see cref="EpollSelector"/>. All return -1 on failure and leave errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static unsafe partial class EpollSyscalls
{
    public const int CloseOnExec = 0x80000; // EPOLL_CLOEXEC and EFD_CLOEXEC
    public const int NonBlocking = 0x800;   // EFD_NONBLOCK

    public const int Add = 1;
    public const int Delete = 2;
    public const int Modify = 3;

    public const uint In = 0x1;
    public const uint Urgent = 0x2;
    public const uint Out = 0x4;
    public const uint Error = 0x8;
    public const uint HangUp = 0x10;
    public const uint ReadHangUp = 0x2000;
    public const uint EdgeTriggered = 0x80000000;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int Create(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int Control(int epoll, int operation, int descriptor, byte* epollEvent);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int Wait(int epoll, byte* events, int maxEvents, int milliseconds);

    [LibraryImport("libc", EntryPoint = "epoll_pwait2", SetLastError = true)]
    public static partial int PreciseWait(int epoll, byte* events, int maxEvents, TimeSpec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle descriptor, ulong* value, nuint size);
}

/// <summary>struct timespec of 64-bit systems.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TimeSpec(TimeSpan time)
{
    public readonly long Seconds = time.Ticks / TimeSpan.TicksPerSecond;
    public readonly long Nanoseconds = time.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
}

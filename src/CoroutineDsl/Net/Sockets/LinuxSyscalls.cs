using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>The system calls of <see cref="LinuxSocket"/>. All return -1 on failure and leave errno in <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static unsafe partial class LinuxSyscalls
{
    public const int DontWait = 0x40;          // MSG_DONTWAIT
    public const int Truncate = 0x20;          // MSG_TRUNC
    public const int NoSignal = 0x4000;        // MSG_NOSIGNAL
    public const int NonBlocking = 0x800;      // SOCK_NONBLOCK
    public const int CloseOnExec = 0x80000;    // SOCK_CLOEXEC
    public const int GetDescriptorFlags = 1;   // F_GETFD
    public const int SetFlags = 4;             // F_SETFL
    public const int ClosesOnExec = 1;         // FD_CLOEXEC

    public const int SocketLevel = 1;          // SOL_SOCKET
    public const int ReuseAddressOption = 2;   // SO_REUSEADDR
    public const int ErrorOption = 4;          // SO_ERROR
    public const int TcpLevel = 6;             // IPPROTO_TCP
    public const int NoDelayOption = 1;        // TCP_NODELAY

    public const nuint OutQueue = 0x5411;      // SIOCOUTQ

    public const short PollIn = 1;
    public const short PollOut = 4;
    public const short PollReadHangUp = 0x2000;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, byte* address, uint size);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(int descriptor, int backlog);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, uint size);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int descriptor, byte* address, uint* size, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nuint size, int flags);

    [LibraryImport("libc", EntryPoint = "recvfrom", SetLastError = true)]
    public static partial nint ReceiveFrom(int descriptor, byte* buffer, nuint size, int flags, byte* address, uint* addressSize);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(int descriptor, byte* buffer, nuint size, int flags, byte* address, uint addressSize);

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    public static partial nint SendMessage(int descriptor, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile64", SetLastError = true)]
    public static partial nint SendFile(int descriptor, SafeFileHandle file, long* offset, nuint count);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int LocalName(int descriptor, byte* address, uint* size);

    [LibraryImport("libc", EntryPoint = "getpeername", SetLastError = true)]
    public static partial int RemoteName(int descriptor, byte* address, uint* size);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int descriptor, int level, int option, int* value, uint* size);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int descriptor, int level, int option, int* value, uint size);

    [LibraryImport("libc", EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int descriptor, int how);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollDescriptor* descriptors, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nuint size);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int FileControl(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(int descriptor, nuint request, int* value);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    public static partial int Kill(int process, int signal);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Vector
    {
        public byte* Start;
        public nuint Size;
    }

    /// <summary>struct msghdr.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public byte* Name;
        public uint NameSize;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlSize;
        public int Flags;
    }
}

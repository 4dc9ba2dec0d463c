using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CoroutineDsl.Jobs;

/// <summary>Sends an open socket to another process over a Unix socket (SCM_RIGHTS): both have it then.</summary>
internal static unsafe partial class DescriptorPassing
{
    private const int Rights = 1;               // SCM_RIGHTS
    private const int CloseOnExec = 0x40000000; // MSG_CMSG_CLOEXEC, of Linux
    private const int SetDescriptorFlags = 2;   // F_SETFD
    private const int CloseOnExecFlag = 1;      // FD_CLOEXEC
    private const int ControlSize = 32;

    private static int SocketLevel => OperatingSystem.IsLinux() ? 1 : 0xffff;

    private static int HeaderSize => OperatingSystem.IsLinux() ? 16 : 12;

    /// <exception cref="SocketException">The peer is gone.</exception>
    public static void Send(int over, int descriptor)
    {
        var control = stackalloc byte[ControlSize];
        new Span<byte>(control, ControlSize).Clear();
        var length = HeaderSize + sizeof(int);
        if (OperatingSystem.IsLinux()) *(nuint*)control = (nuint)length;
        else *(uint*)control = (uint)length;
        *(int*)(control + HeaderSize - 8) = SocketLevel;
        *(int*)(control + HeaderSize - 4) = Rights;
        *(int*)(control + HeaderSize) = descriptor;
        byte one = 1;
        var vector = new Vector { Start = &one, Size = 1 };
        var space = OperatingSystem.IsLinux() ? 24 : 16;
        nint result;
        if (OperatingSystem.IsLinux())
        {
            var message = new LinuxMessage { Vectors = &vector, VectorCount = 1, Control = control, ControlSize = (nuint)space };
            result = SendMessage(over, &message, 0);
        }
        else
        {
            var message = new BsdMessage { Vectors = &vector, VectorCount = 1, Control = control, ControlSize = (uint)space };
            result = SendMessage(over, &message, 0);
        }

        if (result < 0) throw new SocketException(Marshal.GetLastPInvokeError());
    }

    /// <summary>The descriptor that has come, or null where the peer has closed without sending one.</summary>
    /// <exception cref="SocketException">Nothing has come.</exception>
    public static int? Receive(int over)
    {
        var control = stackalloc byte[ControlSize];
        new Span<byte>(control, ControlSize).Clear();
        byte one = 0;
        var vector = new Vector { Start = &one, Size = 1 };
        nint result;
        nuint received;
        if (OperatingSystem.IsLinux())
        {
            var message = new LinuxMessage { Vectors = &vector, VectorCount = 1, Control = control, ControlSize = ControlSize };
            result = ReceiveMessage(over, &message, CloseOnExec);
            received = message.ControlSize;
        }
        else
        {
            var message = new BsdMessage { Vectors = &vector, VectorCount = 1, Control = control, ControlSize = ControlSize };
            result = ReceiveMessage(over, &message, 0);
            received = message.ControlSize;
        }

        if (result < 0) throw new SocketException(Marshal.GetLastPInvokeError());
        if (received < (nuint)(HeaderSize + sizeof(int)) || *(int*)(control + HeaderSize - 4) != Rights) return null;
        var descriptor = *(int*)(control + HeaderSize);
        if (!OperatingSystem.IsLinux()) _ = FileControl(descriptor, SetDescriptorFlags, CloseOnExecFlag);
        return descriptor;
    }

    [LibraryImport("libc", EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(int descriptor, void* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(int descriptor, void* message, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int descriptor, int command, int argument);

    /// <summary>struct iovec.</summary>
    private struct Vector
    {
        public byte* Start;
        public nuint Size;
    }

    /// <summary>struct msghdr of Linux.</summary>
    private struct LinuxMessage
    {
        public byte* Name;
        public uint NameSize;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlSize;
        public int Flags;
    }

    /// <summary>struct msghdr of macOS and the BSDs.</summary>
    private struct BsdMessage
    {
        public byte* Name;
        public uint NameSize;
        public Vector* Vectors;
        public int VectorCount;
        public byte* Control;
        public uint ControlSize;
        public int Flags;
    }
}

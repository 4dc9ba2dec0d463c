using System.Buffers.Binary;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Asks the system how much of what was sent is still on its way.</summary>
internal static class SendQueue
{
    private const int SocketLevel = 0xffff; // SOL_SOCKET of macOS
    private const int NotWritten = 0x1024;  // SO_NWRITE of macOS

    public static unsafe long? Count(RawSocket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            var count = 0;
            return LinuxSyscalls.Control((int)socket.Descriptor, LinuxSyscalls.OutQueue, &count) < 0 ? null : count;
        }

        if (!OperatingSystem.IsMacOS()) return null;
        Span<byte> value = stackalloc byte[sizeof(int)];
        try
        {
            socket.Socket.GetRawSocketOption(SocketLevel, NotWritten, value);
        }
        catch (SocketException)
        {
            return null;
        }

        return BinaryPrimitives.ReadInt32LittleEndian(value);
    }
}

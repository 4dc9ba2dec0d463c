using System.Buffers.Binary;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Who is at the other end of a Unix domain socket, as the system knows it: the peer cannot lie about it.</summary>
/// <param name="ProcessId">The number of the process that connected, or listened; null where the system does not say.</param>
/// <param name="UserId">The number of its user.</param>
/// <param name="GroupId">The number of its group.</param>
public readonly record struct PeerCredentials(int? ProcessId, int UserId, int GroupId)
{
    internal static PeerCredentials Of(Socket socket)
    {
        if (socket.AddressFamily != AddressFamily.Unix) throw new InvalidOperationException("Only the peer of a Unix domain socket is a process of this machine that is known.");
        if (OperatingSystem.IsLinux()) return OnLinux(socket);
        if (OperatingSystem.IsMacOS()) return OnMac(socket);
        throw new PlatformNotSupportedException("This system does not tell who the peer is.");
    }

    /// <summary>SO_PEERCRED: process, user, group.</summary>
    private static PeerCredentials OnLinux(Socket socket)
    {
        Span<byte> value = stackalloc byte[12];
        socket.GetRawSocketOption(1, 17, value);
        return new(BinaryPrimitives.ReadInt32LittleEndian(value), BinaryPrimitives.ReadInt32LittleEndian(value[4..]), BinaryPrimitives.ReadInt32LittleEndian(value[8..]));
    }

    /// <summary>LOCAL_PEERCRED: version, user, how many groups, the groups; and LOCAL_PEERPID.</summary>
    private static PeerCredentials OnMac(Socket socket)
    {
        Span<byte> value = stackalloc byte[76];
        socket.GetRawSocketOption(0, 1, value);
        Span<byte> process = stackalloc byte[4];
        socket.GetRawSocketOption(0, 2, process);
        return new(BinaryPrimitives.ReadInt32LittleEndian(process), BinaryPrimitives.ReadInt32LittleEndian(value[4..]), BinaryPrimitives.ReadInt32LittleEndian(value[12..]));
    }
}

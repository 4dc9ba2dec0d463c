using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CoroutineDsl.Net;

/// <summary>TCP_NOTSENT_LOWAT, for which .NET has no name.</summary>
internal static class UnsentLimit
{
    private const int None = -1; // as large as an unsigned number gets
    private const int TcpLevel = 6;
    private const int LinuxOption = 25;
    private const int MacOption = 0x201;

    public static int? Get(Socket socket)
    {
        if (!Exists(socket)) return null;
        var value = 0;
        socket.GetRawSocketOption(TcpLevel, Option, MemoryMarshal.AsBytes(new Span<int>(ref value)));
        return value is 0 or None ? null : value;
    }

    public static void Set(Socket socket, int? limit)
    {
        if (limit is { } asked) ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(limit));
        if (!Exists(socket)) return;
        var value = limit ?? (OperatingSystem.IsMacOS() ? 0 : None);
        socket.SetRawSocketOption(TcpLevel, Option, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(ref value)));
    }

    /// <summary>As <see cref="Set"/>, where the connection may be over already.</summary>
    public static void TrySet(Socket socket, int limit)
    {
        try
        {
            Set(socket, limit);
        }
        catch (SocketException)
        {
            // whoever uses it learns of its end
        }
    }

    private static int Option => OperatingSystem.IsMacOS() ? MacOption : LinuxOption;

    private static bool Exists(Socket socket) =>
        (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS()) && socket.SocketType == SocketType.Stream && socket.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>struct sockaddr and its kinds, as Linux lays them out.</summary>
internal static class LinuxAddress
{
    /// <summary>sizeof(struct sockaddr_storage).</summary>
    public const int MaxSize = 128;

    public static int Family(AddressFamily family) => family switch
    {
        AddressFamily.Unix => 1,
        AddressFamily.InterNetwork => 2,
        AddressFamily.InterNetworkV6 => 10,
        _ => throw new SocketException((int)SocketError.AddressFamilyNotSupported),
    };

    public static EndPoint? Read(ReadOnlySpan<byte> address, AddressFamily family)
    {
        if (address.Length < sizeof(ushort)) return null;
        if (family == AddressFamily.Unix) return ReadUnix(address);
        var port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        if (family == AddressFamily.InterNetwork) return new IPEndPoint(new IPAddress(address.Slice(4, 4)), port);
        var scope = BitConverter.ToUInt32(address[24..]);
        return new IPEndPoint(new IPAddress(address.Slice(8, 16), scope), port);
    }

    /// <summary>.NET's own reading of a path, abstract or not; an unnamed peer has none.</summary>
    private static EndPoint? ReadUnix(ReadOnlySpan<byte> address)
    {
        if (address.Length == sizeof(ushort)) return null;
        var copy = new SocketAddress(AddressFamily.Unix, address.Length);
        address[sizeof(ushort)..].CopyTo(copy.Buffer.Span[sizeof(ushort)..]);
        return new UnixDomainSocketEndPoint("/").Create(copy);
    }
}

using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Socket"/> and <see cref="UdpClient"/>, for datagrams.</summary>
public static class DatagramPatches
{
    /// <inheritdoc cref="Socket.SendTo(byte[], EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static ValueTask<int> CoSendTo(this Socket socket, byte[] buffer, EndPoint remoteEP) => socket.SendToAsync(buffer.AsMemory(), SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(byte[], SocketFlags, EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static ValueTask<int> CoSendTo(this Socket socket, byte[] buffer, SocketFlags socketFlags, EndPoint remoteEP) => socket.SendToAsync(buffer.AsMemory(), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(byte[], int, SocketFlags, EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static ValueTask<int> CoSendTo(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags, EndPoint remoteEP) => socket.SendToAsync(buffer.AsMemory(0, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(byte[], int, int, SocketFlags, EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static ValueTask<int> CoSendTo(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP) => socket.SendToAsync(buffer.AsMemory(offset, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(ReadOnlySpan{byte}, EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static ValueTask<int> CoSendTo(this Socket socket, ReadOnlyMemory<byte> buffer, EndPoint remoteEP) => socket.SendToAsync(buffer, SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(ReadOnlySpan{byte}, SocketFlags, EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static ValueTask<int> CoSendTo(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) => socket.SendToAsync(buffer, socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], ref EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Task<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, EndPoint remoteEP) => From(socket, buffer, SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], SocketFlags, ref EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Task<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, SocketFlags socketFlags, EndPoint remoteEP) => From(socket, buffer, socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], int, SocketFlags, ref EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Task<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags, EndPoint remoteEP) => From(socket, buffer.AsMemory(0, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Task<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP) => From(socket, buffer.AsMemory(offset, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(Span{byte}, ref EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Task<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, Memory<byte> buffer, EndPoint remoteEP) => From(socket, buffer, SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(Span{byte}, SocketFlags, ref EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Task<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) => From(socket, buffer, socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(ReadOnlySpan{byte}, SocketFlags, SocketAddress)"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static ValueTask<int> CoSendTo(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, SocketAddress socketAddress) => socket.SendToAsync(buffer, socketFlags, socketAddress);

    /// <inheritdoc cref="Socket.ReceiveFrom(Span{byte}, SocketFlags, SocketAddress)"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static ValueTask<int> CoReceiveFrom(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags, SocketAddress receivedAddress) =>
        Timed.Run(socket.ReceiveTimeout, token => socket.ReceiveFromAsync(buffer, socketFlags, receivedAddress, token));

    /// <inheritdoc cref="UdpClient.Receive(ref IPEndPoint)"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Receive), Area = Patch.Socket)]
    public static Task<Returned<byte[], IPEndPoint?>> CoReceive(this UdpClient client, IPEndPoint? remoteEP) => Datagram(client);

    /// <inheritdoc cref="UdpClient.Send(byte[], int)"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Task<int> CoSend(this UdpClient client, byte[] dgram, int bytes) => client.SendAsync(dgram, bytes);

    /// <inheritdoc cref="UdpClient.Send(byte[], int, IPEndPoint)"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Task<int> CoSend(this UdpClient client, byte[] dgram, int bytes, IPEndPoint? endPoint) => client.SendAsync(dgram, bytes, endPoint);

    /// <inheritdoc cref="UdpClient.Send(byte[], int, string, int)"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Task<int> CoSend(this UdpClient client, byte[] dgram, int bytes, string? hostname, int port) => client.SendAsync(dgram, bytes, hostname, port);

    /// <inheritdoc cref="UdpClient.Send(ReadOnlySpan{byte})"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this UdpClient client, ReadOnlyMemory<byte> datagram) => client.SendAsync(datagram);

    /// <inheritdoc cref="UdpClient.Send(ReadOnlySpan{byte}, string, int)"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this UdpClient client, ReadOnlyMemory<byte> datagram, string? hostname, int port) => client.SendAsync(datagram, hostname, port);

    /// <inheritdoc cref="UdpClient.Send(ReadOnlySpan{byte}, IPEndPoint)"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this UdpClient client, ReadOnlyMemory<byte> datagram, IPEndPoint? endPoint) => client.SendAsync(datagram, endPoint);

    private static async Task<Returned<int, EndPoint>> From(Socket socket, Memory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP)
    {
        var received = await Timed.Run(socket.ReceiveTimeout, token => socket.ReceiveFromAsync(buffer, socketFlags, remoteEP, token)).ConfigureAwait(false);
        return new(received.ReceivedBytes, received.RemoteEndPoint);
    }

    private static async Task<Returned<byte[], IPEndPoint?>> Datagram(UdpClient client)
    {
        var received = await Timed.Run(client.Client.ReceiveTimeout, client.ReceiveAsync).ConfigureAwait(false);
        return new(received.Buffer, received.RemoteEndPoint);
    }
}

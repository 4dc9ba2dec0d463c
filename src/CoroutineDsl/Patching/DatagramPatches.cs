using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Socket"/> and <see cref="UdpClient"/>, for datagrams.</summary>
public static class DatagramPatches
{
    /// <inheritdoc cref="Socket.SendTo(byte[], EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static Suspension<int> CoSendTo(this Socket socket, byte[] buffer, EndPoint remoteEP) => SentTo(socket, buffer.AsMemory(), SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(byte[], SocketFlags, EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static Suspension<int> CoSendTo(this Socket socket, byte[] buffer, SocketFlags socketFlags, EndPoint remoteEP) =>
        SentTo(socket, buffer.AsMemory(), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(byte[], int, SocketFlags, EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static Suspension<int> CoSendTo(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags, EndPoint remoteEP) =>
        SentTo(socket, buffer.AsMemory(0, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(byte[], int, int, SocketFlags, EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static Suspension<int> CoSendTo(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP) =>
        SentTo(socket, buffer.AsMemory(offset, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(ReadOnlySpan{byte}, EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static Suspension<int> CoSendTo(this Socket socket, ReadOnlyMemory<byte> buffer, EndPoint remoteEP) =>
        SentTo(socket, buffer, SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(ReadOnlySpan{byte}, SocketFlags, EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static Suspension<int> CoSendTo(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) =>
        SentTo(socket, buffer, socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], ref EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Suspension<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, EndPoint remoteEP) =>
        From(socket, buffer, SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], SocketFlags, ref EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Suspension<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, SocketFlags socketFlags, EndPoint remoteEP) =>
        From(socket, buffer, socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], int, SocketFlags, ref EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Suspension<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags, EndPoint remoteEP) =>
        From(socket, buffer.AsMemory(0, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(byte[], int, int, SocketFlags, ref EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Suspension<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags, EndPoint remoteEP) =>
        From(socket, buffer.AsMemory(offset, size), socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(Span{byte}, ref EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Suspension<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, Memory<byte> buffer, EndPoint remoteEP) =>
        From(socket, buffer, SocketFlags.None, remoteEP);

    /// <inheritdoc cref="Socket.ReceiveFrom(Span{byte}, SocketFlags, ref EndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Suspension<Returned<int, EndPoint>> CoReceiveFrom(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) =>
        From(socket, buffer, socketFlags, remoteEP);

    /// <inheritdoc cref="Socket.SendTo(ReadOnlySpan{byte}, SocketFlags, SocketAddress)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.SendTo), Area = Patch.Socket)]
    public static Suspension<int> CoSendTo(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, SocketAddress socketAddress) =>
        Sent(
            (socket, buffer, socketFlags, socketAddress),
            socket,
            static (s, token) => s.socket.Blocking ? s.socket.SendToAsync(s.buffer, s.socketFlags, s.socketAddress, token) : new(s.socket.SendTo(s.buffer.Span, s.socketFlags, s.socketAddress)),
            "Socket.SendTo");

    /// <inheritdoc cref="Socket.ReceiveFrom(Span{byte}, SocketFlags, SocketAddress)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.ReceiveFrom), Area = Patch.Socket)]
    public static Suspension<int> CoReceiveFrom(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags, SocketAddress receivedAddress) => Call.Of(
        (socket, buffer, socketFlags, receivedAddress),
        static (s, token) => s.socket.Blocking ? s.socket.ReceiveFromAsync(s.buffer, s.socketFlags, s.receivedAddress, token) : new(s.socket.ReceiveFrom(s.buffer.Span, s.socketFlags, s.receivedAddress)),
        null,
        Timed.SocketTicks(socket.ReceiveTimeout),
        static _ => throw Timed.Failure(),
        closed: SocketError.Interrupted,
        what: "Socket.ReceiveFrom");

    /// <inheritdoc cref="UdpClient.Receive(ref IPEndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Receive), Area = Patch.Socket)]
    public static Suspension<Returned<byte[], IPEndPoint?>> CoReceive(this UdpClient client, IPEndPoint? remoteEP) => Datagram(client);

    /// <inheritdoc cref="UdpClient.Send(byte[], int)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this UdpClient client, byte[] dgram, int bytes) =>
        Sent((client, dgram, bytes), client.Client, static (s, token) => UnblockedCall.Is(s.client.Client) ? new(s.client.Send(s.dgram, s.bytes)) : s.client.SendAsync(s.dgram.AsMemory(0, s.bytes), token), "UdpClient.Send");

    /// <inheritdoc cref="UdpClient.Send(byte[], int, IPEndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this UdpClient client, byte[] dgram, int bytes, IPEndPoint? endPoint) =>
        Sent((client, dgram, bytes, endPoint), client.Client, static (s, token) => UnblockedCall.Is(s.client.Client) ? new(s.client.Send(s.dgram, s.bytes, s.endPoint)) : s.client.SendAsync(s.dgram.AsMemory(0, s.bytes), s.endPoint, token), "UdpClient.Send");

    /// <inheritdoc cref="UdpClient.Send(byte[], int, string, int)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this UdpClient client, byte[] dgram, int bytes, string? hostname, int port) =>
        Sent((client, dgram, bytes, hostname, port), client.Client, static (s, token) => UnblockedCall.Is(s.client.Client) ? UnblockedCall.DoElsewhere(s, static s => s.client.Send(s.dgram, s.bytes, s.hostname, s.port)) : s.client.SendAsync(s.dgram.AsMemory(0, s.bytes), s.hostname, s.port, token), "UdpClient.Send");

    /// <inheritdoc cref="UdpClient.Send(ReadOnlySpan{byte})"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this UdpClient client, ReadOnlyMemory<byte> datagram) =>
        Sent((client, datagram), client.Client, static (s, token) => UnblockedCall.Is(s.client.Client) ? new(s.client.Send(s.datagram.Span)) : s.client.SendAsync(s.datagram, token), "UdpClient.Send");

    /// <inheritdoc cref="UdpClient.Send(ReadOnlySpan{byte}, string, int)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this UdpClient client, ReadOnlyMemory<byte> datagram, string? hostname, int port) =>
        Sent((client, datagram, hostname, port), client.Client, static (s, token) => UnblockedCall.Is(s.client.Client) ? UnblockedCall.DoElsewhere(s, static s => s.client.Send(s.datagram.Span, s.hostname, s.port)) : s.client.SendAsync(s.datagram, s.hostname, s.port, token), "UdpClient.Send");

    /// <inheritdoc cref="UdpClient.Send(ReadOnlySpan{byte}, IPEndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(UdpClient), nameof(UdpClient.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this UdpClient client, ReadOnlyMemory<byte> datagram, IPEndPoint? endPoint) =>
        Sent((client, datagram, endPoint), client.Client, static (s, token) => UnblockedCall.Is(s.client.Client) ? new(s.client.Send(s.datagram.Span, s.endPoint)) : s.client.SendAsync(s.datagram, s.endPoint, token), "UdpClient.Send");

    private static Suspension<int> SentTo(Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) =>
        Sent(
            (socket, buffer, socketFlags, remoteEP),
            socket,
            static (s, token) => s.socket.Blocking ? s.socket.SendToAsync(s.buffer, s.socketFlags, s.remoteEP, token) : new(s.socket.SendTo(s.buffer.Span, s.socketFlags, s.remoteEP)),
            "Socket.SendTo");

    /// <summary>A datagram is sent within the timeout of the socket.</summary>
    private static Suspension<int> Sent<TState>(TState state, Socket? socket, Func<TState, CancellationToken, ValueTask<int>> send, string what) =>
        Call.Of(state, send, null, Timed.SocketTicks(socket?.SendTimeout ?? 0), static _ => throw Timed.Failure(), what: what); // a client that was disposed of has none

    private static Suspension<Returned<int, EndPoint>> From(Socket socket, Memory<byte> buffer, SocketFlags socketFlags, EndPoint remoteEP) => Call.Of(
        (socket, buffer, socketFlags, remoteEP),
        static async (s, token) =>
        {
            if (!s.socket.Blocking)
            {
                var from = s.remoteEP;
                return new Returned<int, EndPoint>(s.socket.ReceiveFrom(s.buffer.Span, s.socketFlags, ref from), from);
            }

            var received = await s.socket.ReceiveFromAsync(s.buffer, s.socketFlags, s.remoteEP, token).ConfigureAwait(false);
            return new Returned<int, EndPoint>(received.ReceivedBytes, received.RemoteEndPoint);
        },
        null,
        Timed.SocketTicks(socket.ReceiveTimeout),
        static _ => throw Timed.Failure(),
        closed: SocketError.Interrupted,
        what: "Socket.ReceiveFrom");

    private static Suspension<Returned<byte[], IPEndPoint?>> Datagram(UdpClient client) => Call.Of(
        client,
        static async (c, token) =>
        {
            if (UnblockedCall.Is(c.Client))
            {
                IPEndPoint? from = null;
                return new Returned<byte[], IPEndPoint?>(c.Receive(ref from), from);
            }

            var received = await c.ReceiveAsync(token).ConfigureAwait(false);
            return new Returned<byte[], IPEndPoint?>(received.Buffer, received.RemoteEndPoint);
        },
        null,
        Timed.SocketTicks(client.Client?.ReceiveTimeout ?? 0),
        static _ => throw Timed.Failure(),
        closed: SocketError.Interrupted,
        what: "UdpClient.Receive");
}

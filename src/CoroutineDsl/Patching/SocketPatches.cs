using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Socket"/>, for connections. The timeouts that a socket is set to are the hub's clock's.</summary>
public static class SocketPatches
{
    /// <inheritdoc cref="Socket.Accept()"/>
    /// <remarks>A wait that is given up accepts nobody. A client that came all the same is given to the next patched call that accepts on this listener.</remarks>
    [Acquires, Patches(typeof(Socket), nameof(Socket.Accept), Area = Patch.Socket)]
    public static Suspension<Socket> CoAccept(this Socket socket) => Call.Of(
        socket,
        static (s, token) => !s.Blocking ? new(s.Accept()) : LateClients.Take(s) is { } client ? new(client) : s.AcceptAsync(token),
        static (s, client) => LateClients.Keep(s, client),
        reusesToken: true,
        closed: SocketError.Interrupted,
        what: "Socket.Accept");

    /// <inheritdoc cref="Socket.Connect(EndPoint)"/>
    /// <remarks>A wait that is given up stops the attempt; .NET then closes the socket. One that was connected all the same stays so, and what was to end the wait is thrown at the next.</remarks>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this Socket socket, EndPoint remoteEP) => Call.Of((socket, remoteEP), static (s, token) => s.socket.Blocking ? s.socket.ConnectAsync(s.remoteEP, token) : UnblockedCall.Do(s, static s => s.socket.Connect(s.remoteEP)), "Socket.Connect");

    /// <inheritdoc cref="Socket.Connect(IPAddress, int)"/>
    /// <inheritdoc cref="CoConnect(Socket, EndPoint)" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this Socket socket, IPAddress address, int port) =>
        Call.Of((socket, address, port), static (s, token) => s.socket.Blocking ? s.socket.ConnectAsync(s.address, s.port, token) : UnblockedCall.Do(s, static s => s.socket.Connect(s.address, s.port)), "Socket.Connect");

    /// <inheritdoc cref="Socket.Connect(string, int)"/>
    /// <inheritdoc cref="CoConnect(Socket, EndPoint)" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this Socket socket, string host, int port) =>
        Call.Of((socket, host, port), static (s, token) => s.socket.Blocking ? s.socket.ConnectAsync(s.host, s.port, token) : UnblockedCall.DoElsewhere(s, static s => s.socket.Connect(s.host, s.port)), "Socket.Connect");

    /// <inheritdoc cref="Socket.Connect(IPAddress[], int)"/>
    /// <inheritdoc cref="CoConnect(Socket, EndPoint)" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this Socket socket, IPAddress[] addresses, int port) =>
        Call.Of((socket, addresses, port), static (s, token) => s.socket.Blocking ? s.socket.ConnectAsync(s.addresses, s.port, token) : UnblockedCall.Do(s, static s => s.socket.Connect(s.addresses, s.port)), "Socket.Connect");

    /// <inheritdoc cref="Socket.Disconnect(bool)"/>
    /// <remarks>A wait that is given up waits until the attempt has stopped.</remarks>
    [Patches(typeof(Socket), nameof(Socket.Disconnect), Area = Patch.Socket)]
    public static Suspension CoDisconnect(this Socket socket, bool reuseSocket) =>
        Call.Of((socket, reuseSocket), static (s, token) => s.socket.DisconnectAsync(s.reuseSocket, token), "Socket.Disconnect");

    /// <inheritdoc cref="Socket.Receive(byte[])"/>
    /// <remarks>
    /// A wait that is given up takes no bytes. Bytes that came all the same cannot go back: the wait has them, and what was to end it is thrown at the next.
    /// </remarks>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, byte[] buffer) => socket.CoReceive(buffer.AsMemory(), SocketFlags.None);

    /// <inheritdoc cref="Socket.Receive(byte[], SocketFlags)"/>
    /// <inheritdoc cref="CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, byte[] buffer, SocketFlags socketFlags) => socket.CoReceive(buffer.AsMemory(), socketFlags);

    /// <inheritdoc cref="Socket.Receive(byte[], int, SocketFlags)"/>
    /// <inheritdoc cref="CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags) => socket.CoReceive(buffer.AsMemory(0, size), socketFlags);

    /// <inheritdoc cref="Socket.Receive(byte[], int, int, SocketFlags)"/>
    /// <inheritdoc cref="CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) => socket.CoReceive(buffer.AsMemory(offset, size), socketFlags);

    /// <inheritdoc cref="Socket.Receive(Span{byte})"/>
    /// <inheritdoc cref="CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, Memory<byte> buffer) => socket.CoReceive(buffer, SocketFlags.None);

    /// <inheritdoc cref="Socket.Receive(Span{byte}, SocketFlags)"/>
    /// <inheritdoc cref="CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags) => Call.Of(
        (socket, buffer, socketFlags),
        static (s, token) => s.socket.Blocking ? s.socket.ReceiveAsync(s.buffer, s.socketFlags, token) : new(s.socket.Receive(s.buffer.Span, s.socketFlags)),
        null,
        Timed.SocketTicks(socket.ReceiveTimeout),
        static _ => throw Timed.Failure(),
        reusesToken: true,
        SocketError.ConnectionAborted,
        "Socket.Receive");

    /// <inheritdoc cref="Socket.Receive(IList{ArraySegment{byte}})"/>
    /// <inheritdoc cref="CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, IList<ArraySegment<byte>> buffers) => socket.CoReceive(buffers, SocketFlags.None);

    /// <inheritdoc cref="Socket.Receive(IList{ArraySegment{byte}}, SocketFlags)"/>
    /// <inheritdoc cref="CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<int> CoReceive(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) => Call.Of(
        (socket, buffers, socketFlags),
        static (s, token) => s.socket.Blocking ? Segments.Receive(s.socket, s.buffers, s.socketFlags, token) : new(s.socket.Receive(s.buffers, s.socketFlags)),
        null,
        Timed.SocketTicks(socket.ReceiveTimeout),
        static _ => throw Timed.Failure(),
        reusesToken: true,
        SocketError.ConnectionAborted,
        "Socket.Receive");

    /// <inheritdoc cref="Socket.Send(byte[])"/>
    /// <remarks>A wait that is given up sends nothing. Bytes that were sent all the same are counted: the wait says how many, and what was to end it is thrown at the next.</remarks>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, byte[] buffer) => socket.CoSend(buffer.AsMemory(), SocketFlags.None);

    /// <inheritdoc cref="Socket.Send(byte[], SocketFlags)"/>
    /// <inheritdoc cref="CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, byte[] buffer, SocketFlags socketFlags) => socket.CoSend(buffer.AsMemory(), socketFlags);

    /// <inheritdoc cref="Socket.Send(byte[], int, SocketFlags)"/>
    /// <inheritdoc cref="CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags) => socket.CoSend(buffer.AsMemory(0, size), socketFlags);

    /// <inheritdoc cref="Socket.Send(byte[], int, int, SocketFlags)"/>
    /// <inheritdoc cref="CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) => socket.CoSend(buffer.AsMemory(offset, size), socketFlags);

    /// <inheritdoc cref="Socket.Send(ReadOnlySpan{byte})"/>
    /// <inheritdoc cref="CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, ReadOnlyMemory<byte> buffer) => socket.CoSend(buffer, SocketFlags.None);

    /// <inheritdoc cref="Socket.Send(ReadOnlySpan{byte}, SocketFlags)"/>
    /// <inheritdoc cref="CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags) => Call.Of(
        (socket, buffer, socketFlags),
        static (s, token) => s.socket.Blocking ? s.socket.SendAsync(s.buffer, s.socketFlags, token) : new(s.socket.Send(s.buffer.Span, s.socketFlags)),
        null,
        Timed.SocketTicks(socket.SendTimeout),
        static _ => throw Timed.Failure(),
        reusesToken: true,
        SocketError.ConnectionAborted,
        "Socket.Send");

    /// <inheritdoc cref="Socket.Send(IList{ArraySegment{byte}})"/>
    /// <inheritdoc cref="CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, IList<ArraySegment<byte>> buffers) => socket.CoSend(buffers, SocketFlags.None);

    /// <inheritdoc cref="Socket.Send(IList{ArraySegment{byte}}, SocketFlags)"/>
    /// <inheritdoc cref="CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<int> CoSend(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) => Call.Of(
        (socket, buffers, socketFlags),
        static (s, token) => s.socket.Blocking ? s.socket.SendAsync(Segments.Joined(s.buffers), s.socketFlags, token) : new(s.socket.Send(s.buffers, s.socketFlags)),
        null,
        Timed.SocketTicks(socket.SendTimeout),
        static _ => throw Timed.Failure(),
        reusesToken: true,
        SocketError.ConnectionAborted,
        "Socket.Send");
}

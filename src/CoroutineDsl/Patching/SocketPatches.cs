using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Socket"/>, for connections.</summary>
public static class SocketPatches
{
    /// <inheritdoc cref="Socket.Accept()"/>
    [Patches(typeof(Socket), nameof(Socket.Accept), Area = Patch.Socket)]
    public static Task<Socket> CoAccept(this Socket socket) => socket.Blocking ? socket.AcceptAsync() : Task.FromResult(socket.Accept());

    /// <inheritdoc cref="Socket.Connect(EndPoint)"/>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this Socket socket, EndPoint remoteEP) => socket.ConnectAsync(remoteEP);

    /// <inheritdoc cref="Socket.Connect(IPAddress, int)"/>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this Socket socket, IPAddress address, int port) => socket.ConnectAsync(address, port);

    /// <inheritdoc cref="Socket.Connect(string, int)"/>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this Socket socket, string host, int port) => socket.ConnectAsync(host, port);

    /// <inheritdoc cref="Socket.Connect(IPAddress[], int)"/>
    [Patches(typeof(Socket), nameof(Socket.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this Socket socket, IPAddress[] addresses, int port) => socket.ConnectAsync(addresses, port);

    /// <inheritdoc cref="Socket.Disconnect(bool)"/>
    [Patches(typeof(Socket), nameof(Socket.Disconnect), Area = Patch.Socket)]
    public static ValueTask CoDisconnect(this Socket socket, bool reuseSocket) => socket.DisconnectAsync(reuseSocket);

    /// <inheritdoc cref="Socket.Receive(byte[])"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static ValueTask<int> CoReceive(this Socket socket, byte[] buffer) => socket.CoReceive(buffer, 0, buffer.Length, SocketFlags.None);

    /// <inheritdoc cref="Socket.Receive(byte[], SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static ValueTask<int> CoReceive(this Socket socket, byte[] buffer, SocketFlags socketFlags) => socket.CoReceive(buffer, 0, buffer.Length, socketFlags);

    /// <inheritdoc cref="Socket.Receive(byte[], int, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static ValueTask<int> CoReceive(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags) => socket.CoReceive(buffer, 0, size, socketFlags);

    /// <inheritdoc cref="Socket.Receive(byte[], int, int, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static ValueTask<int> CoReceive(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) => socket.CoReceive(buffer.AsMemory(offset, size), socketFlags);

    /// <inheritdoc cref="Socket.Receive(Span{byte})"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static ValueTask<int> CoReceive(this Socket socket, Memory<byte> buffer) => socket.CoReceive(buffer, SocketFlags.None);

    /// <inheritdoc cref="Socket.Receive(Span{byte}, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static ValueTask<int> CoReceive(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags) =>
        !socket.Blocking ? new(socket.Receive(buffer.Span, socketFlags)) : socket.ReceiveTimeout is > 0 and var timeout ? ReceiveInTime(socket, buffer, socketFlags, timeout) : socket.ReceiveAsync(buffer, socketFlags);

    /// <inheritdoc cref="Socket.Receive(IList{ArraySegment{byte}})"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Task<int> CoReceive(this Socket socket, IList<ArraySegment<byte>> buffers) => socket.ReceiveAsync(buffers, SocketFlags.None);

    /// <inheritdoc cref="Socket.Receive(IList{ArraySegment{byte}}, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Task<int> CoReceive(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) => socket.ReceiveAsync(buffers, socketFlags);

    /// <inheritdoc cref="Socket.Send(byte[])"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this Socket socket, byte[] buffer) => socket.CoSend(buffer, 0, buffer.Length, SocketFlags.None);

    /// <inheritdoc cref="Socket.Send(byte[], SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this Socket socket, byte[] buffer, SocketFlags socketFlags) => socket.CoSend(buffer, 0, buffer.Length, socketFlags);

    /// <inheritdoc cref="Socket.Send(byte[], int, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this Socket socket, byte[] buffer, int size, SocketFlags socketFlags) => socket.CoSend(buffer, 0, size, socketFlags);

    /// <inheritdoc cref="Socket.Send(byte[], int, int, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) => socket.CoSend(buffer.AsMemory(offset, size), socketFlags);

    /// <inheritdoc cref="Socket.Send(ReadOnlySpan{byte})"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this Socket socket, ReadOnlyMemory<byte> buffer) => socket.CoSend(buffer, SocketFlags.None);

    /// <inheritdoc cref="Socket.Send(ReadOnlySpan{byte}, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static ValueTask<int> CoSend(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags) =>
        !socket.Blocking ? new(socket.Send(buffer.Span, socketFlags)) : socket.SendTimeout is > 0 and var timeout ? SendInTime(socket, buffer, socketFlags, timeout) : socket.SendAsync(buffer, socketFlags);

    /// <inheritdoc cref="Socket.Send(IList{ArraySegment{byte}})"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Task<int> CoSend(this Socket socket, IList<ArraySegment<byte>> buffers) => socket.SendAsync(buffers, SocketFlags.None);

    /// <inheritdoc cref="Socket.Send(IList{ArraySegment{byte}}, SocketFlags)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Task<int> CoSend(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) => socket.SendAsync(buffers, socketFlags);

    // in methods of their own: the calls without a timeout make no closure
    private static ValueTask<int> ReceiveInTime(Socket socket, Memory<byte> buffer, SocketFlags flags, int milliseconds) => Timed.Run(milliseconds, token => socket.ReceiveAsync(buffer, flags, token));

    private static ValueTask<int> SendInTime(Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags flags, int milliseconds) => Timed.Run(milliseconds, token => socket.SendAsync(buffer, flags, token));
}

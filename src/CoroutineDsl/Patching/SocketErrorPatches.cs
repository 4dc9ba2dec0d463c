using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Socket"/>, for the calls that give their error and throw nothing.</summary>
public static class SocketErrorPatches
{
    /// <inheritdoc cref="Socket.Receive(byte[], int, int, SocketFlags, out SocketError)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<Returned<int, SocketError>> CoReceiveOrError(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) =>
        socket.CoReceiveOrError(buffer.AsMemory(offset, size), socketFlags);

    /// <inheritdoc cref="Socket.Receive(Span{byte}, SocketFlags, out SocketError)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<Returned<int, SocketError>> CoReceiveOrError(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags) =>
        OrError((socket, buffer, socketFlags), Timed.SocketTicks(socket.ReceiveTimeout), static (s, token) => s.socket.Blocking ? s.socket.ReceiveAsync(s.buffer, s.socketFlags, token) : new(s.socket.Receive(s.buffer.Span, s.socketFlags)), "Socket.Receive");

    /// <inheritdoc cref="Socket.Receive(IList{ArraySegment{byte}}, SocketFlags, out SocketError)"/>
    /// <inheritdoc cref="SocketPatches.CoReceive(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Suspension<Returned<int, SocketError>> CoReceiveOrError(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) =>
        OrError((socket, buffers, socketFlags), Timed.SocketTicks(socket.ReceiveTimeout), static (s, token) => s.socket.Blocking ? Segments.Receive(s.socket, s.buffers, s.socketFlags, token) : new(s.socket.Receive(s.buffers, s.socketFlags)), "Socket.Receive");

    /// <inheritdoc cref="Socket.Send(byte[], int, int, SocketFlags, out SocketError)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<Returned<int, SocketError>> CoSendOrError(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) =>
        socket.CoSendOrError(buffer.AsMemory(offset, size), socketFlags);

    /// <inheritdoc cref="Socket.Send(ReadOnlySpan{byte}, SocketFlags, out SocketError)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<Returned<int, SocketError>> CoSendOrError(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags) =>
        OrError((socket, buffer, socketFlags), Timed.SocketTicks(socket.SendTimeout), static (s, token) => s.socket.Blocking ? s.socket.SendAsync(s.buffer, s.socketFlags, token) : new(s.socket.Send(s.buffer.Span, s.socketFlags)), "Socket.Send");

    /// <inheritdoc cref="Socket.Send(IList{ArraySegment{byte}}, SocketFlags, out SocketError)"/>
    /// <inheritdoc cref="SocketPatches.CoSend(Socket, byte[])" path="/remarks"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Suspension<Returned<int, SocketError>> CoSendOrError(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) =>
        OrError((socket, buffers, socketFlags), Timed.SocketTicks(socket.SendTimeout), static (s, token) => s.socket.Blocking ? s.socket.SendAsync(Segments.Joined(s.buffers), s.socketFlags, token) : new(s.socket.Send(s.buffers, s.socketFlags)), "Socket.Send");

    private static Suspension<Returned<int, SocketError>> OrError<TState>(TState state, long ticks, Func<TState, CancellationToken, ValueTask<int>> call, string what) => Call.Of(
        (state, call),
        static async (s, token) =>
        {
            try
            {
                return new Returned<int, SocketError>(await s.call(s.state, token).ConfigureAwait(false), SocketError.Success);
            }
            catch (SocketException e)
            {
                return new Returned<int, SocketError>(0, e.SocketErrorCode);
            }
        },
        static (_, done) =>
        {
            done.Out(out var error);
            return new(error != SocketError.Success); // nothing was moved
        },
        ticks,
        static _ => new(0, SocketError.TimedOut),
        what: what);
}

using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Socket"/>, for the calls that give their error and throw nothing.</summary>
public static class SocketErrorPatches
{
    /// <inheritdoc cref="Socket.Receive(byte[], int, int, SocketFlags, out SocketError)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Task<Returned<int, SocketError>> CoReceiveOrError(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) =>
        OrError(() => socket.CoReceive(buffer, offset, size, socketFlags));

    /// <inheritdoc cref="Socket.Receive(Span{byte}, SocketFlags, out SocketError)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Task<Returned<int, SocketError>> CoReceiveOrError(this Socket socket, Memory<byte> buffer, SocketFlags socketFlags) => OrError(() => socket.CoReceive(buffer, socketFlags));

    /// <inheritdoc cref="Socket.Receive(IList{ArraySegment{byte}}, SocketFlags, out SocketError)"/>
    [Patches(typeof(Socket), nameof(Socket.Receive), Area = Patch.Socket)]
    public static Task<Returned<int, SocketError>> CoReceiveOrError(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) =>
        OrError(() => new ValueTask<int>(socket.CoReceive(buffers, socketFlags)));

    /// <inheritdoc cref="Socket.Send(byte[], int, int, SocketFlags, out SocketError)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Task<Returned<int, SocketError>> CoSendOrError(this Socket socket, byte[] buffer, int offset, int size, SocketFlags socketFlags) =>
        OrError(() => socket.CoSend(buffer, offset, size, socketFlags));

    /// <inheritdoc cref="Socket.Send(ReadOnlySpan{byte}, SocketFlags, out SocketError)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Task<Returned<int, SocketError>> CoSendOrError(this Socket socket, ReadOnlyMemory<byte> buffer, SocketFlags socketFlags) => OrError(() => socket.CoSend(buffer, socketFlags));

    /// <inheritdoc cref="Socket.Send(IList{ArraySegment{byte}}, SocketFlags, out SocketError)"/>
    [Patches(typeof(Socket), nameof(Socket.Send), Area = Patch.Socket)]
    public static Task<Returned<int, SocketError>> CoSendOrError(this Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags socketFlags) =>
        OrError(() => new ValueTask<int>(socket.CoSend(buffers, socketFlags)));

    private static async Task<Returned<int, SocketError>> OrError(Func<ValueTask<int>> call)
    {
        try
        {
            return new(await call().ConfigureAwait(false), SocketError.Success);
        }
        catch (SocketException e)
        {
            return new(0, e.SocketErrorCode);
        }
    }
}

using System.Buffers;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Several buffers as one: the calls of .NET that take a list of them cannot be cancelled.</summary>
internal static class Segments
{
    public static byte[] Joined(IList<ArraySegment<byte>> buffers)
    {
        var joined = new byte[Length(buffers)];
        var at = 0;
        foreach (var buffer in buffers)
        {
            buffer.CopyTo(joined, at);
            at += buffer.Count;
        }

        return joined;
    }

    public static async ValueTask<int> Receive(Socket socket, IList<ArraySegment<byte>> buffers, SocketFlags flags, CancellationToken token)
    {
        var length = Length(buffers);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var count = await socket.ReceiveAsync(rented.AsMemory(0, length), flags, token).ConfigureAwait(false);
            var received = rented.AsSpan(0, count);
            foreach (var buffer in buffers)
            {
                var part = received[..Math.Min(buffer.Count, received.Length)];
                part.CopyTo(buffer);
                received = received[part.Length..];
            }

            return count;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int Length(IList<ArraySegment<byte>> buffers)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        return buffers.Sum(static buffer => buffer.Count);
    }
}

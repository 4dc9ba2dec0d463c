using System.Buffers;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>Sends a file by reading it, where the system cannot send it by itself.</summary>
internal static class FileReads
{
    private const int Chunk = 65_536;

    /// <summary>Sends as much as there is room for; what was read and not sent is read again. 0: the file has ended.</summary>
    public static int Send(RawSocket socket, SafeFileHandle file, long offset, long count, out SocketError error, int chunk = Chunk)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(chunk);
        try
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(count, chunk)), offset);
            error = SocketError.Success;
            return read == 0 ? 0 : socket.Send(buffer.AsSpan(0, read), out error);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The file ends before the offset.</exception>
    /// <exception cref="ArgumentException">It is a pipe or the like: what was read and not sent could not be read again.</exception>
    public static void Check(SafeFileHandle file, long offset)
    {
        long length;
        try
        {
            length = RandomAccess.GetLength(file);
        }
        catch (NotSupportedException e)
        {
            throw new ArgumentException("A pipe has no places to read from: read from it, and send that.", nameof(file), e);
        }

        // what the kernel makes up has no length
        if (length > 0) ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, length);
    }
}

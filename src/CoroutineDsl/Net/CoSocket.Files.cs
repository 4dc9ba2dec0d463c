using CoroutineDsl.Runtime;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>Sends a file, or a part of it. On Linux the bytes do not pass through the process (<c>sendfile</c>); bytes that are not in the system's cache are waited for with the hub.</summary>
    /// <param name="file">The file, open for reading. Its position is neither used nor changed.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="count">How many bytes to send at most; null: to the end.</param>
    /// <param name="timeout">How long the whole may take at most: then a <see cref="System.Net.Sockets.SocketException"/> with <see cref="System.Net.Sockets.SocketError.TimedOut"/>, and a part may have been sent.</param>
    /// <returns>How many bytes were sent: fewer than asked for where the file ends.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The offset or the count is negative, or the file ends before the offset.</exception>
    /// <exception cref="ArgumentException">The file is a pipe or the like.</exception>
    /// <inheritdoc cref="Send(ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension<long> SendFile(SafeFileHandle file, long offset = 0, long? count = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        FileReads.Check(file, offset);
        return new SendFileWait(this, file, offset, count).Within(Timeouts.Ticks(timeout));
    }

    /// <inheritdoc cref="SendFile(SafeFileHandle, long, long?, TimeSpan?)"/>
    public Suspension<long> SendFile(FileStream file, long offset = 0, long? count = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        return new SendFileWait(this, file.SafeFileHandle, offset, count) { Stream = file }.Within(Timeouts.Ticks(timeout));
    }

    /// <summary>As <see cref="SendFile(SafeFileHandle, long, long?, TimeSpan?)"/>, the file given by its path and open only while it is sent.</summary>
    /// <exception cref="IOException">The file cannot be opened, or is a pipe, a socket or a device.</exception>
    public Suspension<long> SendFile(string path, long offset = 0, long? count = null, TimeSpan? timeout = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        Timeouts.Ticks(timeout);
        return Waitables.From(new SendFilePath(this, path, offset, count, timeout).SendCoroutine());
    }

    /// <summary>Sends on another socket what comes in on this one, until the peer ends the stream.</summary>
    /// <param name="target">The other socket; it is not shut down.</param>
    /// <param name="bufferSize">How many bytes to take at a time.</param>
    /// <returns>How many bytes were copied.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">One of the connections is broken.</exception>
    public Suspension<long> CopyTo(CoSocket target, int bufferSize = 65_536)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        return Waitables.From(new CopyFrame(this, target, bufferSize));
    }
}

using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Http;

public sealed partial class HttpResponse
{
    /// <summary>Adds a file, or a part of it, to the body; see <see cref="CoSocket.SendFile(SafeFileHandle, long, long?, TimeSpan?)"/>. Where nothing has been written and no length declared, it is the whole answer.</summary>
    /// <param name="file">The file, open for reading.</param>
    /// <param name="offset">Where to begin, in bytes.</param>
    /// <param name="count">How many bytes to send; null: to the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The file does not have these bytes.</exception>
    /// <inheritdoc cref="Write" path="/exception"/>
    public Suspension SendFile(SafeFileHandle file, long offset = 0, long? count = null)
    {
        ArgumentNullException.ThrowIfNull(file);
        return TransmitCoroutine(file, offset, count).AsSuspension();
    }

    /// <inheritdoc cref="SendFile(SafeFileHandle, long, long?)"/>
    /// <exception cref="IOException">The file cannot be opened, or is a pipe, a socket or a device.</exception>
    public Suspension SendFile(string path, long offset = 0, long? count = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return OpenAndSendCoroutine(path, offset, count).AsSuspension();
    }

    [Coroutine]
    private IEnumerator<Yield> OpenAndSend(string path, long offset, long? count)
    {
        using var file = CoFile.OpenRegular(path).Await();
        SendFile(file.Handle, offset, count).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Transmit(SafeFileHandle file, long offset, long? count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var left = RandomAccess.GetLength(file) - offset;
        ArgumentOutOfRangeException.ThrowIfNegative(left, nameof(offset));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count ?? 0, left, nameof(count));
        left = count ?? left;
        if (!HasStarted && _written == 0 && Headers.ContentLength < 0) ContentLength = left;
        Count(left);
        if (left == 0 || IsHead) yield break;
        if (!HasStarted) Start(Headers.ContentLength);
        EmitBody();
        if (_framing == Framing.Chunked) EmitChunkSize(left);
        _connection.SendFile(file, offset, left).Await();
        if (_framing == Framing.Chunked) _connection.Output.Write(ChunkEnd);
    }
}

namespace CoroutineDsl.Http;

public sealed partial class HttpResponse
{
    private static readonly byte[] ChunkEnd = "\r\n"u8.ToArray();

    /// <summary>Writes the head.</summary>
    /// <param name="length">The size of the body; negative: not known yet.</param>
    private void Start(long length)
    {
        CheckNotStarted();
        var output = _connection.Output;
        var canChunk = _connection.Request.Head.Minor > 0;
        _framing = length >= 0 || HttpStatus.IsBodiless(Status) ? Framing.Length : canChunk ? Framing.Chunked : Framing.UntilClose;
        if (_framing == Framing.UntilClose || Headers.SaysClose) _connection.ClosesAfterAnswer = true;
        output.Write(HttpStatus.Line(Status));
        _connection.Server.Banner.WriteTo(output, !Headers.HasServer, !Headers.HasDate);
        Headers.WriteTo(output);
        WriteLength(output, length);
        if (_connection.WillClose()) output.Write("Connection: close\r\n"u8);
        else if (!canChunk) output.Write("Connection: keep-alive\r\n"u8);
        output.Write("\r\n"u8);
        Headers.IsReadOnly = true;
    }

    /// <summary>Writes the head of an answer after which the connection is not HTTP any more.</summary>
    internal void SwitchProtocols(string protocol, string accept)
    {
        var output = _connection.Output;
        output.Write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: "u8);
        output.WriteLatin1(protocol);
        output.Write("\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "u8);
        output.WriteLatin1(accept);
        output.Write("\r\n"u8);
        _connection.Server.Banner.WriteTo(output, !Headers.HasServer, !Headers.HasDate);
        Headers.WriteTo(output);
        output.Write("\r\n"u8);
        _framing = Framing.UntilClose;
        Headers.IsReadOnly = true;
        Abandon();
    }

    private void WriteLength(PooledBuffer output, long length)
    {
        if (_framing == Framing.Chunked)
        {
            output.Write("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (Status == 205)
        {
            output.Write("Content-Length: 0\r\n"u8);
        }
        else if (_framing == Framing.Length && Status != 204 && !(Status == 304 && Headers.ContentLength < 0))
        {
            output.Write("Content-Length: "u8);
            output.WriteNumber(length);
            output.Write("\r\n"u8);
        }
    }

    /// <summary>What has been collected goes to the connection's output, as a chunk if need be.</summary>
    private void EmitBody()
    {
        if (_body.Count == 0) return;
        if (_framing == Framing.Chunked) EmitChunkSize(_body.Count);
        _connection.Output.Write(_body.Span);
        if (_framing == Framing.Chunked) _connection.Output.Write(ChunkEnd);
        _body.Release();
    }

    private void EmitChunkSize(long size)
    {
        _connection.Output.WriteNumber(size, "x");
        _connection.Output.Write(ChunkEnd);
    }

    private void EmitEnd()
    {
        _connection.Output.Write("0\r\n"u8);
        _trailers?.WriteTo(_connection.Output);
        _connection.Output.Write(ChunkEnd);
    }
}

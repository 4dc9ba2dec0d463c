namespace CoroutineDsl.Net;

/// <summary>A stream of which the first bytes have been read already.</summary>
internal sealed class ResumedStream(ReadOnlyMemory<byte> first, Stream rest) : ConnectionStream
{
    private ReadOnlyMemory<byte> _first = first;

    public override int Read(byte[] buffer, int offset, int count) => _first.IsEmpty ? rest.Read(buffer, offset, count) : TakeFirst(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _first.IsEmpty ? rest.ReadAsync(buffer, cancellationToken) : new(TakeFirst(buffer.Span));

    public override void Write(byte[] buffer, int offset, int count) => rest.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => rest.WriteAsync(buffer, cancellationToken);

    public override void Flush() => rest.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => rest.FlushAsync(cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing) rest.Dispose();
        base.Dispose(disposing);
    }

    private int TakeFirst(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _first.Length);
        _first.Span[..count].CopyTo(buffer);
        _first = _first[count..];
        return count;
    }
}

using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace CoroutineDsl.Jobs;

/// <summary>Bytes of a mapped file as a <see cref="Memory{T}"/>: the pages of the file itself.</summary>
internal sealed unsafe class MappedMemory(MemoryMappedViewAccessor view, long offset, int length) : MemoryManager<byte>
{
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(view.SafeMemoryMappedViewHandle.IsClosed, view);
        return new(Start(view) + offset, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)length);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start); // released by Unpin: the view stays mapped until then
        return new(start + view.PointerOffset + offset + elementIndex, default, this);
    }

    public override void Unpin() => view.SafeMemoryMappedViewHandle.ReleasePointer();

    protected override void Dispose(bool disposing)
    {
        // the view belongs to who made it
    }

    private static byte* Start(MemoryMappedViewAccessor view)
    {
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        return start + view.PointerOffset;
    }
}

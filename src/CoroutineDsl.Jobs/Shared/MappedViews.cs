using System.IO.MemoryMappedFiles;

namespace CoroutineDsl.Jobs;

/// <summary>Mapped files for sockets.</summary>
public static class MappedViews
{
    /// <summary>
    /// A part of a mapped file as memory, for <c>CoSocket.SendAll</c>: the system takes the bytes from the pages of the file, without a buffer of the program's between (the other way is
    /// <c>CoSocket.SendFile</c>). It must not be used after the view has been disposed of.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes; by default all that follow.</param>
    /// <exception cref="ArgumentOutOfRangeException">The view has not so many, or they are more than a memory can have.</exception>
    /// <exception cref="ObjectDisposedException">The view has been disposed of.</exception>
    public static Memory<byte> AsMemory(this MemoryMappedViewAccessor view, long offset = 0, int? length = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        ObjectDisposedException.ThrowIf(view.SafeMemoryMappedViewHandle.IsClosed, view);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var count = length ?? view.Capacity - offset;
        if (count is < 0 or > int.MaxValue || count > view.Capacity - offset) throw new ArgumentOutOfRangeException(nameof(length), count, $"The view has {view.Capacity} bytes.");
        return new MappedMemory(view, offset, (int)count).Memory;
    }
}

using System.IO.MemoryMappedFiles;

namespace CoroutineDsl.Jobs;

/// <summary>
/// Which of the calls that were offered to a worker it has begun. A page that both processes map: the worker claims an offer before it runs it, the parent takes one back before it gives it to another.
/// A compare-and-swap decides, so an offer is never run by two, and after a worker's death it is known which of its offers it had begun.
/// </summary>
/// <remarks>For one thread in each process.</remarks>
internal sealed unsafe class ClaimTable : IDisposable
{
    private const long Offered = 1;
    private const long Claimed = 2;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _count;
    private long* _slots;

    private ClaimTable(MemoryMappedFile file)
    {
        _file = file;
        _view = file.CreateViewAccessor();
        _count = (int)(_view.Capacity / sizeof(long));
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _slots = (long*)start;
    }

    public static ClaimTable Create(string path, int slots)
    {
        if (OperatingSystem.IsWindows()) return new(MemoryMappedFile.CreateNew(MapName(path), slots * sizeof(long)));
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        stream.SetLength(slots * sizeof(long));
        return new(MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false));
    }

    public static ClaimTable Open(string path)
    {
        if (OperatingSystem.IsWindows()) return new(MemoryMappedFile.OpenExisting(MapName(path)));
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        return new(MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false));
    }

    public void Offer(int slot, long sequence) => Volatile.Write(ref _slots[slot], (sequence << 2) | Offered);

    /// <summary>The worker begins an offer: false where it was taken back.</summary>
    public bool TryClaim(int slot, long sequence) => TryChange(slot, sequence, (sequence << 2) | Claimed);

    /// <summary>The parent takes an offer back: false where the worker has begun it.</summary>
    public bool TryRevoke(int slot, long sequence) => TryChange(slot, sequence, 0);

    public void Dispose()
    {
        if (_slots is null) return;
        _slots = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    /// <summary>Windows does not delete a file that is mapped; a mapping with a name leaves nothing behind.</summary>
    private static string MapName(string path) => $"Local\\{Path.GetFileName(Path.GetDirectoryName(path))}-{Path.GetFileName(path)}";

    private bool TryChange(int slot, long sequence, long state)
    {
        var offered = (sequence << 2) | Offered;
        return (uint)slot < (uint)_count && Interlocked.CompareExchange(ref _slots[slot], state, offered) == offered;
    }
}

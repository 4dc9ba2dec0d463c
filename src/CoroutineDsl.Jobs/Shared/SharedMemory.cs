using System.Globalization;
using System.IO.MemoryMappedFiles;
using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Jobs;

/// <summary>
/// An array that several processes see at once (<c>multiprocessing.shared_memory</c>, <c>Array</c>): passed to a job, it is the same memory there, and nothing is copied.
/// A memory-mapped file without a name: it is gone when the last process that maps it is.
/// </summary>
/// <typeparam name="T">The type of the elements: plain data without references.</typeparam>
/// <remarks>
/// For any thread and process; nothing orders what they do at the same time but what they agree on (a <see cref="ProcessEvent"/>, the end of a job, <see cref="Interlocked"/>).
/// A job keeps its own mapping: dispose of it there as well, or leave it to the end of the worker. What was opened before the owner disposed of its own stays there.
/// After <see cref="Dispose"/> the spans and memories that were taken from it must not be used.
/// </remarks>
public sealed unsafe class SharedMemory<T> : IProcessHandle<SharedMemory<T>>, IDisposable
    where T : unmanaged
{
    private readonly PrivateFolder? _folder;
    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _start;

    /// <summary>Makes an array of zeros.</summary>
    /// <param name="length">How many elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is not positive, or too large.</exception>
    /// <exception cref="IOException">There is no room for it.</exception>
    public SharedMemory(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, long.MaxValue / sizeof(T));
        Length = length;
        _handle = SharedFile.Create(out var path, out _folder);
        try
        {
            RandomAccess.SetLength(_handle, length * sizeof(T));
            (_file, _view) = Map();
        }
        catch
        {
            _handle.Dispose();
            _folder?.Dispose();
            throw;
        }

        Handle = string.Create(CultureInfo.InvariantCulture, $"{length}|{path}");
    }

    private SharedMemory(string handle)
    {
        var parts = handle.Split('|', 2);
        if (parts.Length < 2 || !long.TryParse(parts[0], CultureInfo.InvariantCulture, out var length) || length is <= 0 || length > long.MaxValue / sizeof(T)) throw NoHandle(handle);
        (Length, Handle, _handle) = (length, handle, SharedFile.Open(parts[1]));
        try
        {
            if (RandomAccess.GetLength(_handle) < length * sizeof(T)) throw NoHandle(handle);
            (_file, _view) = Map();
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    /// <summary>How many elements.</summary>
    public long Length { get; }

    /// <inheritdoc/>
    public string Handle { get; }

    /// <summary>All elements.</summary>
    /// <exception cref="InvalidOperationException">There are more than a span can have: use <see cref="Slice"/>.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public Span<T> Span => Length <= int.MaxValue
        ? Slice(0, (int)Length)
        : throw new InvalidOperationException($"{Length} elements are more than a span can have. Take parts of it: Slice(start, length).");

    /// <summary>An element.</summary>
    /// <param name="index">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public ref T this[long index]
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            if ((ulong)index >= (ulong)Length) throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Length} elements.");
            return ref Unsafe.AsRef<T>(_start + (index * sizeof(T)));
        }
    }

    /// <summary>The memory that another process, or this one, made.</summary>
    /// <param name="handle">What <see cref="Handle"/> said.</param>
    /// <exception cref="IOException">The process that made it has ended, or has disposed of it.</exception>
    /// <exception cref="FormatException">It is not the handle of such memory.</exception>
    public static SharedMemory<T> Open(string handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return new(handle);
    }

    /// <summary>A part of it.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="length">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed of.</exception>
    public Span<T> Slice(long start, int length)
    {
        Check(start, length);
        return new(_start + (start * sizeof(T)), length);
    }

    /// <summary>A part of it as bytes that can be kept in a variable, and sent from where they are (<c>CoSocket.SendAll</c>).</summary>
    /// <inheritdoc cref="Slice"/>
    public Memory<byte> Bytes(long start, int length)
    {
        Check(start, length);
        return new MappedMemory(_view, checked((long)start * sizeof(T)), checked(length * sizeof(T))).Memory;
    }

    /// <summary>Ends the mapping of this process.</summary>
    public void Dispose()
    {
        if (_start is null) return;
        _start = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        _handle.Dispose();
        _folder?.Dispose();
    }

    private static FormatException NoHandle(string handle) => new($"'{handle}' is not the handle of memory of {typeof(T).Name} that processes share.");

    private void Check(long start, int length)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (start > Length - length) throw new ArgumentOutOfRangeException(nameof(length), length, $"There are {Length} elements, from {start} on fewer.");
    }

    private (MemoryMappedFile File, MemoryMappedViewAccessor View) Map()
    {
        var file = MemoryMappedFile.CreateFromFile(_handle, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        var view = file.CreateViewAccessor(0, Length * sizeof(T));
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        _start += view.PointerOffset;
        return (file, view);
    }
}

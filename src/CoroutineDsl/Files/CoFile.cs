using System.Text;
using CoroutineDsl.Runtime;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl;

/// <summary>
/// A file for coroutines. The system has no way to wait for a disk without a thread, so each operation runs on one of a few threads that are there for files only, while the other greenlets go on. Reads and writes say where: there is no position.
/// </summary>
/// <remarks>
/// For the thread of the hub that opened it; several greenlets may use it at once. An operation whose greenlet is killed ends in the background: its memory must be left alone until then.
/// </remarks>
public sealed class CoFile : IDisposable
{
    private readonly Hub _hub;

    private CoFile(Hub hub, SafeFileHandle handle)
    {
        _hub = hub;
        Handle = handle;
    }

    /// <summary>The open file; <see cref="Net.CoSocket.SendFile(SafeFileHandle, long, long?, TimeSpan?)"/> takes it.</summary>
    public SafeFileHandle Handle { get; }

    /// <summary>Its length in bytes, now.</summary>
    public long Length => RandomAccess.GetLength(Handle);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="mode">Whether it has to be there already.</param>
    /// <param name="access">Whether to read or to write; by default what the mode is for: reading, or writing where it makes the file.</param>
    /// <param name="share">What others may do to it meanwhile.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be opened.</exception>
    public static Suspension<CoFile> Open(string path, FileMode mode = FileMode.Open, FileAccess? access = null, FileShare share = FileShare.Read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var hub = Hub.Current;
        return Call(() => new CoFile(hub, File.OpenHandle(path, mode, access ?? (mode == FileMode.Open ? FileAccess.Read : FileAccess.Write), share)));
    }

    /// <summary>Opens a file to read it from its beginning to its end, as it is sent. What has no end is refused: to open a pipe waits for whoever writes to it, perhaps for ever.</summary>
    /// <param name="path">Where it is.</param>
    /// <exception cref="IOException">It cannot be opened, or is a pipe, a socket or a device.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be opened.</exception>
    public static Suspension<CoFile> OpenRegular(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var hub = Hub.Current;
        return Call(() => new CoFile(hub, RegularFile.Open(path)));
    }

    /// <summary>Calls a function that blocks in the file system, on one of the threads for files, and waits for its value; the hub goes on meanwhile. Where the wait is given up, a value that comes too late and is disposable is disposed of.</summary>
    /// <param name="function">The function; it runs on another thread.</param>
    public static Suspension<T> Call<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Waitables.From(new OffloadFrame<T>(BlockingThreads.Files, "a file", function));
    }

    private static Suspension Call(Action action) => Call(() =>
    {
        action();
        return true;
    });

    /// <summary>All of a file as text.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="encoding">By default what its first bytes say, else UTF-8.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Suspension<string> ReadAllText(string path, Encoding? encoding = null) =>
        Call(() => File.ReadAllText(path, encoding ?? Encoding.UTF8));

    /// <summary>All lines of a text file.</summary>
    /// <inheritdoc cref="ReadAllText"/>
    public static Suspension<string[]> ReadAllLines(string path, Encoding? encoding = null) =>
        Call(() => File.ReadAllLines(path, encoding ?? Encoding.UTF8));

    /// <summary>All bytes of a file.</summary>
    /// <inheritdoc cref="ReadAllText" path="/exception"/>
    public static Suspension<byte[]> ReadAllBytes(string path) => Call(() => File.ReadAllBytes(path));

    /// <summary>Makes a file of a text, in the place of one that may be there.</summary>
    /// <param name="path">Where.</param>
    /// <param name="text">What.</param>
    /// <param name="encoding">By default UTF-8.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Suspension WriteAllText(string path, string text, Encoding? encoding = null) =>
        Call(() => File.WriteAllText(path, text, encoding ?? new UTF8Encoding(false)));

    /// <summary>Makes a file of bytes, in the place of one that may be there.</summary>
    /// <inheritdoc cref="WriteAllText" path="/exception"/>
    public static Suspension WriteAllBytes(string path, ReadOnlyMemory<byte> bytes) => Call(() => File.WriteAllBytes(path, bytes.Span));

    /// <summary>Adds text to the end of a file, which is made if it is not there.</summary>
    /// <inheritdoc cref="WriteAllText"/>
    public static Suspension AppendAllText(string path, string text, Encoding? encoding = null) =>
        Call(() => File.AppendAllText(path, text, encoding ?? new UTF8Encoding(false)));

    /// <summary>Reads from a place in the file.</summary>
    /// <param name="buffer">Where to.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <returns>How many bytes; 0 at the end.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public Suspension<int> Read(Memory<byte> buffer, long offset)
    {
        Check(offset);
        return Call(() => RandomAccess.Read(Handle, buffer.Span, offset));
    }

    /// <summary>Writes to a place in the file: all of the bytes.</summary>
    /// <param name="buffer">What; it must not change until the wait is over.</param>
    /// <param name="offset">Where in the file, in bytes.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public Suspension Write(ReadOnlyMemory<byte> buffer, long offset)
    {
        Check(offset);
        return Call(() => RandomAccess.Write(Handle, buffer.Span, offset));
    }

    /// <summary>Makes it shorter, or longer by zeros.</summary>
    /// <param name="length">In bytes.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public Suspension SetLength(long length)
    {
        Check(length);
        return Call(() => RandomAccess.SetLength(Handle, length));
    }

    /// <summary>Waits until all that was written is on the disk itself.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public Suspension Flush()
    {
        Check(0);
        return Call(() => RandomAccess.FlushToDisk(Handle));
    }

    /// <summary>Closes the file; operations that are going on end first.</summary>
    public void Close() => Handle.Dispose();

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    private void Check(long offset)
    {
        _hub.CheckThread();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
    }
}

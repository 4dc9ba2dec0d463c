using System.Collections.Concurrent;

namespace CoroutineDsl.Patching;

/// <summary>
/// Which streams are called as they are written: those in memory, and those whose type has no asynchronous members of its own. <see cref="Stream"/>'s would call the synchronous ones on a thread of the pool, where
/// code that was written for the hub does not belong.
/// </summary>
internal static class StreamKind
{
    private static readonly ConcurrentDictionary<Type, (bool Reads, bool Writes, bool Flushes)> s_types = new();

    public static bool ReadsAsWritten(Stream stream) => Of(stream).Reads;

    public static bool WritesAsWritten(Stream stream) => Of(stream).Writes;

    public static bool FlushesAsWritten(Stream stream) => Of(stream).Flushes;

    /// <summary>For calls that have no asynchronous form: whether the stream waits for nobody (memory, a file), or has to be called on its hub.</summary>
    public static bool IsLocal(Stream stream) => stream is FileStream or Net.CoStream || Of(stream).Reads;

    /// <summary>Does it now.</summary>
    public static ValueTask Done(Action call)
    {
        call();
        return ValueTask.CompletedTask;
    }

    private static (bool Reads, bool Writes, bool Flushes) Of(Stream stream)
    {
        if (stream is MemoryStream or UnmanagedMemoryStream) return (true, true, true);
        return s_types.TryGetValue(stream.GetType(), out var kind) ? kind : s_types.GetOrAdd(stream.GetType(), Look(stream));
    }

    private static (bool Reads, bool Writes, bool Flushes) Look(Stream stream) => (
        IsInherited((Func<Memory<byte>, CancellationToken, ValueTask<int>>)stream.ReadAsync)
            && IsInherited((Func<byte[], int, int, CancellationToken, Task<int>>)stream.ReadAsync)
            && IsInherited((Func<byte[], int, int, AsyncCallback?, object?, IAsyncResult>)stream.BeginRead),
        IsInherited((Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask>)stream.WriteAsync)
            && IsInherited((Func<byte[], int, int, CancellationToken, Task>)stream.WriteAsync)
            && IsInherited((Func<byte[], int, int, AsyncCallback?, object?, IAsyncResult>)stream.BeginWrite),
        IsInherited((Func<CancellationToken, Task>)stream.FlushAsync));

    private static bool IsInherited(Delegate method) => method.Method.DeclaringType == typeof(Stream);
}

using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>The timeouts that streams have for their blocking calls, and ignore in their asynchronous ones.</summary>
internal static class StreamTimeouts
{
    public static long OfRead(Stream stream) => stream.CanTimeout ? Timed.SocketTicks(stream.ReadTimeout) : Timeouts.None;

    public static long OfWrite(Stream stream) => stream.CanTimeout ? Timed.SocketTicks(stream.WriteTimeout) : Timeouts.None;

    public static long OfRead(TextReader reader) => reader is StreamReader { BaseStream: var stream } ? OfRead(stream) : Timeouts.None;

    public static long OfWrite(TextWriter writer) => writer is StreamWriter { BaseStream: { } stream } ? OfWrite(stream) : Timeouts.None;

    /// <summary>A read that has so long, by the hub's clock.</summary>
    public static Suspension<T> Reading<TState, T>(long ticks, TState state, Func<TState, CancellationToken, ValueTask<T>> start, string what) =>
        Call.Of(state, start, ticks: ticks, timedOut: static _ => throw Failure(isRead: true), what: what);

    /// <summary>A write that has so long, by the hub's clock.</summary>
    public static Suspension Writing<TState>(long ticks, TState state, Func<TState, CancellationToken, ValueTask> start, string what) =>
        Call.Of(state, start, ticks, static _ => throw Failure(isRead: false), what);

    /// <summary>What a network stream throws.</summary>
    public static IOException Failure(bool isRead)
    {
        var timedOut = new SocketException((int)SocketError.TimedOut);
        return new($"Unable to {(isRead ? "read data from" : "write data to")} the transport connection: {timedOut.Message}.", timedOut);
    }
}

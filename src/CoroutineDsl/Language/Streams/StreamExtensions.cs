using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>From other sequences to streams, and back.</summary>
public static class StreamExtensions
{
    /// <summary>
    /// The sequence as a stream: the call of a <c>[Coroutine]</c> method that yields values is one already, and is given as it is. Of any other sequence the steps are plain code; where that waits, the baton is passed.
    /// </summary>
    public static CoEnumerable<T> AsStream<T>(this IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return LoweredStreams.From(source);
    }

    /// <summary>The asynchronous sequence as a stream. It is left as <c>await foreach</c> leaves it: a kill cancels the token that it was given, and <c>DisposeAsync</c> is waited for.</summary>
    public static CoEnumerable<T> AsStream<T>(this IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new AsyncStream<T>(source);
    }

    /// <summary>
    /// The stream as an asynchronous sequence, for <c>await foreach</c> and what takes an <see cref="IAsyncEnumerable{T}"/>. Its steps run on the hub on which this is called, whichever thread asks for them.
    /// A cancelled token kills the step, and the consumer gets an <see cref="OperationCanceledException"/>.
    /// </summary>
    public static IAsyncEnumerable<T> AsAsyncEnumerable<T>(this CoEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new StreamAsync<T>(source);
    }
}

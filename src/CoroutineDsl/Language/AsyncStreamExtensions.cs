using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Makes an ordinary <c>foreach</c> in a coroutine go through asynchronous sequences.</summary>
public static class AsyncStreamExtensions
{
    /// <summary>
    /// <c>foreach (var row in rows)</c> over an <see cref="IAsyncEnumerable{T}"/>: each step may suspend. The loop is left as <c>await foreach</c> leaves it: a kill or a timeout cancels the token that the
    /// sequence was given and waits for the step in flight; then, as after any other end of the loop, the enumerator's <c>DisposeAsync</c> is waited for.
    /// </summary>
    public static CoAsyncEnumerator<T> GetEnumerator<T>(this IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(source, CancellationToken.None);
    }

    /// <summary>
    /// As <see cref="GetEnumerator{T}(IAsyncEnumerable{T})"/>, for <c>foreach (var row in rows.WithCancellation(token))</c>: the sequence is cancelled by that token as well.
    /// </summary>
    public static CoAsyncEnumerator<T> GetEnumerator<T>(this ConfiguredCancelableAsyncEnumerable<T> source)
    {
        var (sequence, token) = ConfiguredParts<T>.Of(source);
        return new(sequence, token);
    }
}

using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

/// <content>Starting a source again that has failed.</content>
public static partial class StreamOperators
{
    /// <summary>Iterates the source anew where it fails, so many times at most. Values that it has given before are not taken back.</summary>
    /// <param name="source">The source.</param>
    /// <param name="count">How many times. The failure after the last goes to the consumer.</param>
    /// <param name="when">Which failures are worth it; <c>null</c>: all. What ends the consumer itself (a kill, a deadline, a scope that is cancelled) is never one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public static CoEnumerable<T> Retry<T>(this CoEnumerable<T> source, int count, Func<Exception, bool>? when = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return RetriedCoroutine(source, (failure, attempt) => attempt < count && when?.Invoke(failure) != false ? Suspension.Completed : null);
    }

    /// <summary>
    /// Iterates the source anew where it fails, after a wait: <c>Retry((failure, attempt) => failure is IOException &amp;&amp; attempt &lt; 5 ? Sleep(100 &lt;&lt; attempt) : null)</c>. Values that it has given before are not taken back.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="pause">Given the failure, and how many there were before, says what to wait for before the source is iterated again; <c>null</c>: the failure goes to the consumer. It is not asked about what ends the consumer itself: a kill, a deadline, a scope that is cancelled.</param>
    public static CoEnumerable<T> Retry<T>(this CoEnumerable<T> source, Func<Exception, int, Suspension?> pause)
    {
        Check(source, pause);
        return RetriedCoroutine(source, pause);
    }

    [Coroutine]
    private static IEnumerable<T> Retried<T>(CoEnumerable<T> source, Func<Exception, int, Suspension?> pause)
    {
        for (var attempt = 0; ; attempt++)
        {
            Exception? failure = null;
            using (var steps = source.GetEnumerator())
            {
                while (true)
                {
                    try
                    {
                        if (!steps.Step().Await()) yield break;
                    }
                    catch (Exception caught)
                    {
                        failure = caught;
                        break;
                    }

                    yield return steps.Current;
                }
            }

            if (pause(failure, attempt) is { } wait) wait.Await();
            else ExceptionDispatchInfo.Throw(failure);
        }
    }
}

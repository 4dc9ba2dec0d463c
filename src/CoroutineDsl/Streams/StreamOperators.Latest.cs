namespace CoroutineDsl;

/// <content>What is made of the latest value only.</content>
public static partial class StreamOperators
{
    private const int LatestCapacity = 64;

    /// <summary>
    /// The values of the stream that the selector makes of the latest value (Kotlin's <c>flatMapLatest</c>): a new value ends the stream that was made of the one before, waits for its <c>finally</c> blocks, and only then makes the next.
    /// Values that a stream has given before that are delivered.
    /// </summary>
    public static CoEnumerable<TResult> SelectLatest<T, TResult>(this CoEnumerable<T> source, Func<T, CoEnumerable<TResult>> selector)
    {
        Check(source, selector);
        return LatestCoroutine(source, selector);
    }

    /// <summary>The result of the coroutine that the selector makes of the latest value (Kotlin's <c>mapLatest</c>): a new value kills the coroutine of the one before, waits for its <c>finally</c> blocks, and only then makes the next.</summary>
    public static CoEnumerable<TResult> SelectLatest<T, TResult>(this CoEnumerable<T> source, Func<T, IEnumerator<Yield<TResult>>> selector)
    {
        Check(source, selector);
        return LatestCoroutine(source, value => ResultOfCoroutine(selector, value));
    }

    [Coroutine]
    private static IEnumerable<TResult> Latest<T, TResult>(CoEnumerable<T> source, Func<T, CoEnumerable<TResult>> selector)
    {
        var buffer = new StreamBuffer<TResult>(LatestCapacity, Overflow.Wait, null);
        var latest = new Group();
        var switcher = Greenlet.Spawn(Switch(source, selector, latest, buffer), "SelectLatest");
        try
        {
            foreach (var value in buffer.Values) yield return value;
            buffer.ThrowIfFailed();
        }
        finally
        {
            KillWithMembers(switcher, latest).Await();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Switch<T, TResult>(CoEnumerable<T> source, Func<T, CoEnumerable<TResult>> selector, Group latest, StreamBuffer<TResult> buffer)
    {
        try
        {
            foreach (var value in source)
            {
                latest.Kill().Await();
                latest.Spawn(buffer.AddAll(selector(value), isLast: false), "SelectLatest");
                Greenlet.Sleep().Await(); // each begins, and gives what it has without a wait
            }

            latest.Join().Await();
            buffer.End();
        }
        catch (Exception failure)
        {
            buffer.End(failure);
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerable<TResult> ResultOf<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> selector, T value)
    {
        yield return selector(value).Await();
    }
}

namespace CoroutineDsl;

/// <content>Operators of time and concurrency: a greenlet brings the values of the source. It is killed, and waited for, when the consumer leaves.</content>
public static partial class StreamOperators
{
    /// <summary>Lets the source run ahead of the consumer, in a greenlet of its own, by so many values.</summary>
    /// <param name="source">The source.</param>
    /// <param name="capacity">How many values there is room for.</param>
    /// <param name="overflow">What happens to a value for which there is none.</param>
    /// <param name="undelivered">Gets each value that the consumer does not: those that are dropped, and those that are left when it leaves.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    public static CoEnumerable<T> Buffer<T>(this CoEnumerable<T> source, int capacity, Overflow overflow = Overflow.Wait, Action<T>? undelivered = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return BufferedCoroutine(source, capacity, overflow, undelivered);
    }

    /// <summary>A slow consumer gets the latest value, and none of those that it has missed: <c>Buffer(1, Overflow.DropOldest)</c>.</summary>
    public static CoEnumerable<T> Conflate<T>(this CoEnumerable<T> source, Action<T>? undelivered = null) => Buffer(source, 1, Overflow.DropOldest, undelivered);

    /// <summary>The values of several streams, as they come.</summary>
    /// <param name="sources">The streams; each is iterated in a greenlet of its own.</param>
    /// <param name="maxConcurrency">How many of them at once; the others follow in order. <c>null</c>: all.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not positive.</exception>
    public static CoEnumerable<T> Merge<T>(this IEnumerable<CoEnumerable<T>> sources, int? maxConcurrency = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (maxConcurrency is { } most) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(maxConcurrency));
        return MergedCoroutine(sources.AsStream(), maxConcurrency);
    }

    /// <inheritdoc cref="Merge{T}(IEnumerable{CoEnumerable{T}}, int?)"/>
    public static CoEnumerable<T> Merge<T>(this CoEnumerable<CoEnumerable<T>> sources, int? maxConcurrency = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (maxConcurrency is { } most) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(maxConcurrency));
        return MergedCoroutine(sources, maxConcurrency);
    }

    /// <summary>The values of two streams, as they come.</summary>
    public static CoEnumerable<T> Merge<T>(this CoEnumerable<T> first, CoEnumerable<T> second)
    {
        Check(first, second);
        return Merge([first, second]);
    }

    /// <summary>A value only when no other has followed it for so long; at the end of the source, the last one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static CoEnumerable<T> Debounce<T>(this CoEnumerable<T> source, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return DebouncedCoroutine(source, time);
    }

    /// <inheritdoc cref="Debounce{T}(CoEnumerable{T}, TimeSpan)"/>
    public static CoEnumerable<T> Debounce<T>(this CoEnumerable<T> source, int milliseconds) => Debounce(source, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Each next value must come within so long: else the source is ended, and the consumer gets a <see cref="TimeoutException"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static CoEnumerable<T> Timeout<T>(this CoEnumerable<T> source, TimeSpan time)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return LimitedCoroutine(source, time);
    }

    /// <inheritdoc cref="Timeout{T}(CoEnumerable{T}, TimeSpan)"/>
    public static CoEnumerable<T> Timeout<T>(this CoEnumerable<T> source, int milliseconds) => Timeout(source, TimeSpan.FromMilliseconds(milliseconds));

    [Coroutine]
    private static IEnumerable<T> Buffered<T>(CoEnumerable<T> source, int capacity, Overflow overflow, Action<T>? undelivered)
    {
        var buffer = new StreamBuffer<T>(capacity, overflow, undelivered);
        var producer = Greenlet.Spawn(buffer.AddAll(source, isLast: true), "Buffer");
        try
        {
            foreach (var value in buffer.Values) yield return value;
            buffer.ThrowIfFailed();
        }
        finally
        {
            producer.Kill().Await();
            buffer.Leave();
        }
    }

    [Coroutine]
    private static IEnumerable<T> Merged<T>(CoEnumerable<CoEnumerable<T>> sources, int? maxConcurrency)
    {
        var buffer = new StreamBuffer<T>(1, Overflow.Wait, null);
        var producers = new Pool(maxConcurrency);
        var starter = Greenlet.Spawn(Start(sources, producers, buffer), "Merge");
        try
        {
            foreach (var value in buffer.Values) yield return value;
            buffer.ThrowIfFailed();
        }
        finally
        {
            KillWithMembers(starter, producers).Await();
        }
    }

    /// <summary>Ends who spawns the members, then those: a consumer that is killed meanwhile leaves none behind.</summary>
    [Coroutine]
    private static IEnumerator<Yield> KillWithMembers(Greenlet spawner, GroupBase members)
    {
        try
        {
            spawner.Kill().Await();
        }
        finally
        {
            members.Kill().Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Start<T>(CoEnumerable<CoEnumerable<T>> sources, Pool producers, StreamBuffer<T> buffer)
    {
        try
        {
            foreach (var source in sources) producers.Spawn(buffer.AddAll(source, isLast: false), "Merge").Await();
            producers.Join().Await();
            buffer.End();
        }
        catch (Exception failure)
        {
            buffer.End(failure);
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerable<T> Debounced<T>(CoEnumerable<T> source, TimeSpan time)
    {
        var buffer = new StreamBuffer<T>(1, Overflow.Wait, null);
        var producer = Greenlet.Spawn(buffer.AddAll(source, isLast: true), "Debounce");
        try
        {
            var steps = buffer.Values.GetEnumerator();
            var isOver = !steps.Step().Await();
            while (!isOver)
            {
                var last = steps.Current;
                while (true)
                {
                    var choice = Greenlet.Choose(steps.Step(), Greenlet.Sleep(time)).Await();
                    if (choice.Index == 1) break;
                    isOver = !choice.Item1;
                    if (isOver) break;
                    last = steps.Current;
                }

                yield return last;
                isOver = isOver || !steps.Step().Await();
            }

            buffer.ThrowIfFailed();
        }
        finally
        {
            producer.Kill().Await();
        }
    }

    [Coroutine]
    private static IEnumerable<T> Limited<T>(CoEnumerable<T> source, TimeSpan time)
    {
        using var steps = source.GetEnumerator();
        while (true)
        {
            bool isMoved;
            using (CoTimeout.Start(time, new TimeoutException($"The stream gave no value within {time}."))) isMoved = steps.Step().Await();
            if (!isMoved) break;
            yield return steps.Current;
        }
    }
}

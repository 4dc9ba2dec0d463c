using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// What makes streams of streams, as LINQ does of sequences: cold, so nothing runs before somebody iterates; in the consumer's greenlet; and transparent: what the source throws the consumer gets, what the consumer throws passes through, and a
/// consumer that leaves ends the source, its <c>finally</c> blocks included. Query syntax binds to them.
/// </summary>
public static partial class StreamOperators
{
    /// <summary>Each value, as the selector makes it.</summary>
    public static CoEnumerable<TResult> Select<T, TResult>(this CoEnumerable<T> source, Func<T, TResult> selector)
    {
        Check(source, selector);
        return SelectedCoroutine(source, selector);
    }

    /// <summary>Those values that pass the test.</summary>
    public static CoEnumerable<T> Where<T>(this CoEnumerable<T> source, Func<T, bool> predicate)
    {
        Check(source, predicate);
        return FilteredCoroutine(source, predicate);
    }

    /// <summary>The values of the stream that the selector makes of each value, one stream after the other.</summary>
    public static CoEnumerable<TResult> SelectMany<T, TResult>(this CoEnumerable<T> source, Func<T, CoEnumerable<TResult>> selector)
    {
        Check(source, selector);
        return FlattenedCoroutine(source, selector, static (_, inner) => inner);
    }

    /// <inheritdoc cref="SelectMany{T, TResult}(CoEnumerable{T}, Func{T, CoEnumerable{TResult}})"/>
    public static CoEnumerable<TResult> SelectMany<T, TInner, TResult>(this CoEnumerable<T> source, Func<T, CoEnumerable<TInner>> selector, Func<T, TInner, TResult> result)
    {
        Check(source, selector);
        ArgumentNullException.ThrowIfNull(result);
        return FlattenedCoroutine(source, selector, result);
    }

    /// <summary>The first values, so many at most. The source is left with the last of them, and not asked for more.</summary>
    public static CoEnumerable<T> Take<T>(this CoEnumerable<T> source, int count)
    {
        Check(source, source);
        return TakenCoroutine(source, count);
    }

    /// <summary>All but the first so many values.</summary>
    public static CoEnumerable<T> Skip<T>(this CoEnumerable<T> source, int count)
    {
        Check(source, source);
        return SkippedCoroutine(source, count);
    }

    /// <summary>The values up to the first that does not pass the test.</summary>
    public static CoEnumerable<T> TakeWhile<T>(this CoEnumerable<T> source, Func<T, bool> predicate)
    {
        Check(source, predicate);
        return TakenWhileCoroutine(source, predicate);
    }

    /// <summary>The values of the one stream, then those of the other.</summary>
    public static CoEnumerable<T> Concat<T>(this CoEnumerable<T> first, CoEnumerable<T> second)
    {
        Check(first, second);
        return JoinedCoroutine(first, second);
    }

    /// <summary>Pairs of values, as long as both have one.</summary>
    public static CoEnumerable<(T First, TOther Second)> Zip<T, TOther>(this CoEnumerable<T> first, CoEnumerable<TOther> second)
    {
        Check(first, second);
        return PairedCoroutine(first, second);
    }

    /// <summary>Each value that is not equal to the one before.</summary>
    /// <param name="source">The source.</param>
    /// <param name="comparer">Says which are equal; <c>null</c>: the default one.</param>
    public static CoEnumerable<T> DistinctUntilChanged<T>(this CoEnumerable<T> source, IEqualityComparer<T>? comparer = null) => DistinctUntilChanged(source, static value => value, comparer);

    /// <summary>Each value whose key is not equal to the key of the one before.</summary>
    /// <param name="source">The source.</param>
    /// <param name="keySelector">Gives the key of a value; called once for each.</param>
    /// <param name="comparer">Says which keys are equal; <c>null</c>: the default one.</param>
    public static CoEnumerable<T> DistinctUntilChanged<T, TKey>(this CoEnumerable<T> source, Func<T, TKey> keySelector, IEqualityComparer<TKey>? comparer = null)
    {
        Check(source, keySelector);
        return ChangedCoroutine(source, keySelector, comparer ?? EqualityComparer<TKey>.Default);
    }

    /// <summary>Arrays of so many values; the last may be shorter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public static CoEnumerable<T[]> Chunk<T>(this CoEnumerable<T> source, int size)
    {
        Check(source, source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return ChunkedCoroutine(source, size);
    }

    /// <summary>All values, as a list.</summary>
    public static Suspension<List<T>> ToList<T>(this CoEnumerable<T> source)
    {
        Check(source, source);
        return Waitables.From(ListedCoroutine(source));
    }

    /// <summary>How many values there are.</summary>
    public static Suspension<int> Count<T>(this CoEnumerable<T> source)
    {
        Check(source, source);
        return Waitables.From(CountedCoroutine(source));
    }

    /// <summary>The first value; the source is left with it.</summary>
    /// <exception cref="InvalidOperationException">There is none (from the wait).</exception>
    public static Suspension<T> First<T>(this CoEnumerable<T> source)
    {
        Check(source, source);
        return Waitables.From(FirstOfCoroutine(source));
    }

    private static void Check(object? source, object? other)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(other);
    }

    [Coroutine]
    private static IEnumerable<TResult> Selected<T, TResult>(CoEnumerable<T> source, Func<T, TResult> selector)
    {
        foreach (var value in source) yield return selector(value);
    }

    [Coroutine]
    private static IEnumerable<T> Filtered<T>(CoEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (var value in source)
        {
            if (predicate(value)) yield return value;
        }
    }

    [Coroutine]
    private static IEnumerable<TResult> Flattened<T, TInner, TResult>(CoEnumerable<T> source, Func<T, CoEnumerable<TInner>> selector, Func<T, TInner, TResult> result)
    {
        foreach (var value in source)
        {
            foreach (var inner in selector(value)) yield return result(value, inner);
        }
    }

    [Coroutine]
    private static IEnumerable<T> Taken<T>(CoEnumerable<T> source, int count)
    {
        if (count <= 0) yield break;
        foreach (var value in source)
        {
            yield return value;
            if (--count == 0) break;
        }
    }

    [Coroutine]
    private static IEnumerable<T> Skipped<T>(CoEnumerable<T> source, int count)
    {
        foreach (var value in source)
        {
            if (count > 0) count--;
            else yield return value;
        }
    }

    [Coroutine]
    private static IEnumerable<T> TakenWhile<T>(CoEnumerable<T> source, Func<T, bool> predicate)
    {
        foreach (var value in source)
        {
            if (!predicate(value)) break;
            yield return value;
        }
    }

    [Coroutine]
    private static IEnumerable<T> Joined<T>(CoEnumerable<T> first, CoEnumerable<T> second)
    {
        foreach (var value in first) yield return value;
        foreach (var value in second) yield return value;
    }

    [Coroutine]
    private static IEnumerable<(T First, TOther Second)> Paired<T, TOther>(CoEnumerable<T> first, CoEnumerable<TOther> second)
    {
        using var others = second.GetEnumerator();
        foreach (var value in first)
        {
            if (!others.Step().Await()) break;
            yield return (value, others.Current);
        }
    }

    [Coroutine]
    private static IEnumerable<T> Changed<T, TKey>(CoEnumerable<T> source, Func<T, TKey> keySelector, IEqualityComparer<TKey> comparer)
    {
        var isFirst = true;
        TKey? last = default;
        foreach (var value in source)
        {
            var key = keySelector(value);
            if (!isFirst && comparer.Equals(last!, key)) continue;
            (isFirst, last) = (false, key);
            yield return value;
        }
    }

    [Coroutine]
    private static IEnumerable<T[]> Chunked<T>(CoEnumerable<T> source, int size)
    {
        var chunk = new List<T>(size);
        foreach (var value in source)
        {
            chunk.Add(value);
            if (chunk.Count < size) continue;
            yield return chunk.ToArray();
            chunk.Clear();
        }

        if (chunk.Count > 0) yield return chunk.ToArray();
    }

    [Coroutine]
    private static IEnumerator<Yield<List<T>>> Listed<T>(CoEnumerable<T> source)
    {
        var all = new List<T>();
        foreach (var value in source) all.Add(value);
        yield return all;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Counted<T>(CoEnumerable<T> source)
    {
        var count = 0;
        foreach (var value in source) count++;
        yield return count;
    }

    [Coroutine]
    private static IEnumerator<Yield<T>> FirstOf<T>(CoEnumerable<T> source)
    {
        foreach (var value in source)
        {
            Coroutine.SetResult(value);
            yield break;
        }

        throw new InvalidOperationException("The stream has no value.");
    }
}

using System.Collections.Concurrent;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="BlockingCollection{T}"/>. Its timeouts are the hub's clock's.</summary>
public static class CollectionPatches
{
    /// <inheritdoc cref="BlockingCollection{T}.Take()"/>
    /// <remarks>
    /// A wait that is given up takes nothing. An item that came all the same is the wait's: putting it back would change its place in the order. What ended the wait is then thrown at the next.
    /// </remarks>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Take), Area = Patch.Collections)]
    public static Suspension<T> CoTake<T>(this BlockingCollection<T> collection) => collection.CoTake(CancellationToken.None);

    /// <inheritdoc cref="BlockingCollection{T}.Take(CancellationToken)"/>
    /// <inheritdoc cref="CoTake{T}(BlockingCollection{T})" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Take), Area = Patch.Collections)]
    public static Suspension<T> CoTake<T>(this BlockingCollection<T> collection, CancellationToken cancellationToken) => Call.Of(
        (collection, cancellationToken),
        static (s, own) => s.collection.TryTake(out var item, 0, s.cancellationToken)
            ? new(item!)
            : Linked.Run(s.cancellationToken, own, token => Pooled.Run(() => s.collection.Take(token))),
        what: "BlockingCollection.Take");

    /// <inheritdoc cref="BlockingCollection{T}.TryTake(out T, int)"/>
    /// <inheritdoc cref="CoTake{T}(BlockingCollection{T})" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryTake), Area = Patch.Collections)]
    public static Suspension<Returned<bool, T?>> CoTryTake<T>(this BlockingCollection<T> collection, int millisecondsTimeout) =>
        collection.CoTryTake(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="BlockingCollection{T}.TryTake(out T, TimeSpan)"/>
    /// <inheritdoc cref="CoTake{T}(BlockingCollection{T})" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryTake), Area = Patch.Collections)]
    public static Suspension<Returned<bool, T?>> CoTryTake<T>(this BlockingCollection<T> collection, TimeSpan timeout) => Taken(collection, Timed.Ticks(timeout), default);

    /// <inheritdoc cref="BlockingCollection{T}.TryTake(out T, int, CancellationToken)"/>
    /// <inheritdoc cref="CoTake{T}(BlockingCollection{T})" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryTake), Area = Patch.Collections)]
    public static Suspension<Returned<bool, T?>> CoTryTake<T>(this BlockingCollection<T> collection, int millisecondsTimeout, CancellationToken cancellationToken) =>
        Taken(collection, Timed.Ticks(millisecondsTimeout), cancellationToken);

    /// <inheritdoc cref="BlockingCollection{T}.Add(T)"/>
    /// <remarks>A wait that is given up adds nothing. An item that was added all the same stays: the wait then ends as it does, and what was to end it is thrown at the next.</remarks>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Add), Area = Patch.Collections)]
    public static Suspension CoAdd<T>(this BlockingCollection<T> collection, T item) => collection.CoAdd(item, CancellationToken.None);

    /// <inheritdoc cref="BlockingCollection{T}.Add(T, CancellationToken)"/>
    /// <inheritdoc cref="CoAdd{T}(BlockingCollection{T}, T)" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Add), Area = Patch.Collections)]
    public static Suspension CoAdd<T>(this BlockingCollection<T> collection, T item, CancellationToken cancellationToken) => Added(collection, item, Timeouts.None, cancellationToken);

    /// <inheritdoc cref="BlockingCollection{T}.TryAdd(T, int)"/>
    /// <inheritdoc cref="CoAdd{T}(BlockingCollection{T}, T)" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryAdd), Area = Patch.Collections)]
    public static Suspension<bool> CoTryAdd<T>(this BlockingCollection<T> collection, T item, int millisecondsTimeout) => Added(collection, item, Timed.Ticks(millisecondsTimeout), default);

    /// <inheritdoc cref="BlockingCollection{T}.TryAdd(T, TimeSpan)"/>
    /// <inheritdoc cref="CoAdd{T}(BlockingCollection{T}, T)" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryAdd), Area = Patch.Collections)]
    public static Suspension<bool> CoTryAdd<T>(this BlockingCollection<T> collection, T item, TimeSpan timeout) => Added(collection, item, Timed.Ticks(timeout), default);

    /// <inheritdoc cref="BlockingCollection{T}.TryAdd(T, int, CancellationToken)"/>
    /// <inheritdoc cref="CoAdd{T}(BlockingCollection{T}, T)" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryAdd), Area = Patch.Collections)]
    public static Suspension<bool> CoTryAdd<T>(this BlockingCollection<T> collection, T item, int millisecondsTimeout, CancellationToken cancellationToken) =>
        Added(collection, item, Timed.Ticks(millisecondsTimeout), cancellationToken);

    /// <inheritdoc cref="BlockingCollection{T}.GetConsumingEnumerable()"/>
    /// <inheritdoc cref="CoTake{T}(BlockingCollection{T})" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.GetConsumingEnumerable), Area = Patch.Collections)]
    public static CoEnumerable<T> CoGetConsumingEnumerable<T>(this BlockingCollection<T> collection) => new ConsumingEnumerable<T>(collection, CancellationToken.None);

    /// <inheritdoc cref="BlockingCollection{T}.GetConsumingEnumerable(CancellationToken)"/>
    /// <inheritdoc cref="CoTake{T}(BlockingCollection{T})" path="/remarks"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.GetConsumingEnumerable), Area = Patch.Collections)]
    public static CoEnumerable<T> CoGetConsumingEnumerable<T>(this BlockingCollection<T> collection, CancellationToken cancellationToken) =>
        new ConsumingEnumerable<T>(collection, cancellationToken);

    private static Suspension<Returned<bool, T?>> Taken<T>(BlockingCollection<T> collection, long ticks, CancellationToken given) =>
        Call.Of<(BlockingCollection<T> collection, long ticks, CancellationToken given), Returned<bool, T?>>(
        (collection, ticks, given),
        static (s, own) => s.collection.TryTake(out var item, 0, s.given)
            ? new(new Returned<bool, T?>(true, item))
            : s.ticks == 0 || s.collection.IsCompleted
                ? new(new Returned<bool, T?>(false, default))
                : Linked.Run(s.given, own, token => Pooled.Run(() => TakeOrEnd(s.collection, token))),
        static (s, taken) => new(!taken.Out(out _)),
        ticks,
        static _ => new(false, default),
        what: "BlockingCollection.TryTake");

    private static Returned<bool, T?> TakeOrEnd<T>(BlockingCollection<T> collection, CancellationToken token)
    {
        var isTaken = collection.TryTake(out var item, System.Threading.Timeout.Infinite, token);
        return new(isTaken, item);
    }

    private static Suspension<bool> Added<T>(BlockingCollection<T> collection, T item, long ticks, CancellationToken given) => Call.Of(
        (collection, item, ticks, given),
        static (s, own) => s.collection.TryAdd(s.item, 0, s.given)
            ? new(true)
            : s.ticks == 0
                ? new(false)
                : Linked.Run(s.given, own, token => Pooled.Run(() => s.collection.TryAdd(s.item, System.Threading.Timeout.Infinite, token))),
        null,
        ticks,
        static _ => false,
        what: "BlockingCollection.Add");
}

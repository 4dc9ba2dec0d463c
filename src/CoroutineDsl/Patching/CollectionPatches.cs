using System.Collections.Concurrent;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="BlockingCollection{T}"/>.</summary>
public static class CollectionPatches
{
    /// <inheritdoc cref="BlockingCollection{T}.Take()"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Take), Area = Patch.Collections)]
    public static Task<T> CoTake<T>(this BlockingCollection<T> collection) => collection.TryTake(out var item) ? Task.FromResult(item) : Pooled.Run(collection.Take);

    /// <inheritdoc cref="BlockingCollection{T}.Take(CancellationToken)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Take), Area = Patch.Collections)]
    public static Task<T> CoTake<T>(this BlockingCollection<T> collection, CancellationToken cancellationToken) =>
        collection.TryTake(out var item) ? Task.FromResult(item) : Pooled.Run(() => collection.Take(cancellationToken));

    /// <inheritdoc cref="BlockingCollection{T}.TryTake(out T, int)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryTake), Area = Patch.Collections)]
    public static Task<Returned<bool, T?>> CoTryTake<T>(this BlockingCollection<T> collection, int millisecondsTimeout) => collection.CoTryTake(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="BlockingCollection{T}.TryTake(out T, TimeSpan)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryTake), Area = Patch.Collections)]
    public static Task<Returned<bool, T?>> CoTryTake<T>(this BlockingCollection<T> collection, TimeSpan timeout) => collection.CoTryTake((int)timeout.TotalMilliseconds, CancellationToken.None);

    /// <inheritdoc cref="BlockingCollection{T}.TryTake(out T, int, CancellationToken)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryTake), Area = Patch.Collections)]
    public static Task<Returned<bool, T?>> CoTryTake<T>(this BlockingCollection<T> collection, int millisecondsTimeout, CancellationToken cancellationToken) =>
        collection.TryTake(out var item) ? Task.FromResult(new Returned<bool, T?>(true, item)) : Pooled.Run(() =>
        {
            var isTaken = collection.TryTake(out var later, millisecondsTimeout, cancellationToken);
            return new Returned<bool, T?>(isTaken, later);
        });

    /// <inheritdoc cref="BlockingCollection{T}.Add(T)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Add), Area = Patch.Collections)]
    public static Task CoAdd<T>(this BlockingCollection<T> collection, T item) => collection.TryAdd(item) ? Task.CompletedTask : Pooled.Run(() => collection.Add(item));

    /// <inheritdoc cref="BlockingCollection{T}.Add(T, CancellationToken)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.Add), Area = Patch.Collections)]
    public static Task CoAdd<T>(this BlockingCollection<T> collection, T item, CancellationToken cancellationToken) =>
        collection.TryAdd(item) ? Task.CompletedTask : Pooled.Run(() => collection.Add(item, cancellationToken));

    /// <inheritdoc cref="BlockingCollection{T}.TryAdd(T, int)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryAdd), Area = Patch.Collections)]
    public static Task<bool> CoTryAdd<T>(this BlockingCollection<T> collection, T item, int millisecondsTimeout) =>
        collection.TryAdd(item) ? Task.FromResult(true) : Pooled.Run(() => collection.TryAdd(item, millisecondsTimeout));

    /// <inheritdoc cref="BlockingCollection{T}.TryAdd(T, TimeSpan)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryAdd), Area = Patch.Collections)]
    public static Task<bool> CoTryAdd<T>(this BlockingCollection<T> collection, T item, TimeSpan timeout) => collection.CoTryAdd(item, (int)timeout.TotalMilliseconds);

    /// <inheritdoc cref="BlockingCollection{T}.TryAdd(T, int, CancellationToken)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.TryAdd), Area = Patch.Collections)]
    public static Task<bool> CoTryAdd<T>(this BlockingCollection<T> collection, T item, int millisecondsTimeout, CancellationToken cancellationToken) =>
        collection.TryAdd(item) ? Task.FromResult(true) : Pooled.Run(() => collection.TryAdd(item, millisecondsTimeout, cancellationToken));

    /// <inheritdoc cref="BlockingCollection{T}.GetConsumingEnumerable()"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.GetConsumingEnumerable), Area = Patch.Collections)]
    public static CoEnumerable<T> CoGetConsumingEnumerable<T>(this BlockingCollection<T> collection) => new ConsumingEnumerable<T>(collection, CancellationToken.None);

    /// <inheritdoc cref="BlockingCollection{T}.GetConsumingEnumerable(CancellationToken)"/>
    [Patches(typeof(BlockingCollection<>), nameof(BlockingCollection<>.GetConsumingEnumerable), Area = Patch.Collections)]
    public static CoEnumerable<T> CoGetConsumingEnumerable<T>(this BlockingCollection<T> collection, CancellationToken cancellationToken) => new ConsumingEnumerable<T>(collection, cancellationToken);
}

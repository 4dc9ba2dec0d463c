using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public abstract partial class GroupBase
{
    /// <summary>Runs a coroutine for each item, in members of the group, and waits for all: the results, in the order of the items. The first failure in that order is thrown; the others go on.</summary>
    public Suspension<TResult[]> Map<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, IEnumerable<T> source) => Waitables.From(new MapCall<T, TResult>(this, Calls.Of(function), source));

    /// <inheritdoc cref="Map{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T})"/>
    public Suspension<TResult[]> Map<T, TResult>(Func<T, Coroutine<TResult>> function, IEnumerable<T> source) => Waitables.From(new MapCall<T, TResult>(this, function, source));

    /// <inheritdoc cref="Map{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T})"/>
    public Suspension<TResult[]> Map<T, TResult>(Func<T, TResult> function, IEnumerable<T> source) => Waitables.From(new MapCall<T, TResult>(this, Calls.Of(function), source));

    /// <inheritdoc cref="Map{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T})"/>
    public Suspension<TResult[]> Map<T, TResult>(Func<T, Suspension<TResult>> function, IEnumerable<T> source) => Waitables.From(new MapCall<T, TResult>(this, Calls.Of(function), source));

    /// <summary>Runs a coroutine for each item, in members of the group, and waits for all. The first failure in the order of the items is thrown; the others go on.</summary>
    public Suspension Map<T>(Func<T, IEnumerator<Yield>> function, IEnumerable<T> source) => Waitables.From(new MapCall<T, bool>(this, Calls.Of(function), source));

    /// <inheritdoc cref="Map{T}(Func{T, IEnumerator{Yield}}, IEnumerable{T})"/>
    public Suspension Map<T>(Func<T, Suspension> function, IEnumerable<T> source) => Waitables.From(new MapCall<T, Suspension>(this, Calls.Of(function), source));

    /// <summary>As <c>Map</c>, in a greenlet of its own: its value is the results.</summary>
    public Greenlet<TResult[]> MapAsync<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, IEnumerable<T> source) => Greenlet.Spawn(new MapCall<T, TResult>(this, Calls.Of(function), source));

    /// <inheritdoc cref="MapAsync{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T})"/>
    public Greenlet<TResult[]> MapAsync<T, TResult>(Func<T, Coroutine<TResult>> function, IEnumerable<T> source) => Greenlet.Spawn(new MapCall<T, TResult>(this, function, source));

    /// <inheritdoc cref="MapAsync{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T})"/>
    public Greenlet<TResult[]> MapAsync<T, TResult>(Func<T, TResult> function, IEnumerable<T> source) => Greenlet.Spawn(new MapCall<T, TResult>(this, Calls.Of(function), source));

    /// <inheritdoc cref="MapAsync{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T})"/>
    public Greenlet<TResult[]> MapAsync<T, TResult>(Func<T, Suspension<TResult>> function, IEnumerable<T> source) => Greenlet.Spawn(new MapCall<T, TResult>(this, Calls.Of(function), source));

    /// <summary>Runs a coroutine for each item, in members of the group, from the first step of a <c>foreach</c> on: the results, in the order of the items, as they are there. A failure is thrown at its place; a step after it goes on.</summary>
    /// <param name="function">What to run.</param>
    /// <param name="source">The items; a <see cref="CoEnumerable{T}"/> (a queue) may suspend.</param>
    /// <param name="maxSize">How many may have been begun and not been taken.</param>
    public CoEnumerable<TResult> IMap<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, Calls.Of(function), source, maxSize, isOrdered: true);

    /// <inheritdoc cref="IMap{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMap<T, TResult>(Func<T, Coroutine<TResult>> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, function, source, maxSize, isOrdered: true);

    /// <inheritdoc cref="IMap{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMap<T, TResult>(Func<T, TResult> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, Calls.Of(function), source, maxSize, isOrdered: true);

    /// <inheritdoc cref="IMap{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMap<T, TResult>(Func<T, Suspension<TResult>> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, Calls.Of(function), source, maxSize, isOrdered: true);

    /// <summary>As <c>IMap</c>, the results in the order in which they come.</summary>
    /// <inheritdoc cref="IMap{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, Calls.Of(function), source, maxSize, isOrdered: false);

    /// <inheritdoc cref="IMapUnordered{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, Coroutine<TResult>> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, function, source, maxSize, isOrdered: false);

    /// <inheritdoc cref="IMapUnordered{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, TResult> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, Calls.Of(function), source, maxSize, isOrdered: false);

    /// <inheritdoc cref="IMapUnordered{T, TResult}(Func{T, IEnumerator{Yield{TResult}}}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, Suspension<TResult>> function, IEnumerable<T> source, int? maxSize = null) => new MapSequence<T, TResult>(this, Calls.Of(function), source, maxSize, isOrdered: false);
}

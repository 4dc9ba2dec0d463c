using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A resource that is disposed of asynchronously, for an ordinary <c>using</c>. See <see cref="AsyncDisposableExtensions.AsDisposable{T}(T)"/>.</summary>
/// <typeparam name="T">The type of the resource.</typeparam>
public readonly struct CoDisposable<T> : ICoDisposable
    where T : IAsyncDisposable?
{
    internal CoDisposable(T value) => Value = value;

    /// <summary>The resource.</summary>
    public T Value { get; }

    /// <summary>The resource.</summary>
    public static implicit operator T(CoDisposable<T> resource) => resource.Value;

    /// <summary>Calls <see cref="IAsyncDisposable.DisposeAsync"/> and waits for it; what that throws is thrown.</summary>
    public Suspension CoDispose() => Value is { } value ? new(new DisposeSource(value), Timeouts.None) : Suspension.Completed;

    /// <inheritdoc cref="CoDispose"/>
    public void Dispose() => Baton.WaitShielded(CoDispose());
}

/// <summary>Gives resources that are disposed of asynchronously a place in a <c>using</c>.</summary>
public static class AsyncDisposableExtensions
{
    /// <summary>
    /// <c>using var connection = source.OpenConnectionAsync().Await().AsDisposable();</c>: at the end of the block <see cref="IAsyncDisposable.DisposeAsync"/> is called and waited for, as <c>await using</c>
    /// does in <c>async</c> code. The resource is <see cref="CoDisposable{T}.Value"/>. A kill does not disturb that wait; where the resource is <c>null</c> there is none.
    /// </summary>
    public static CoDisposable<T> AsDisposable<T>(this T resource)
        where T : IAsyncDisposable? => new(resource);
}

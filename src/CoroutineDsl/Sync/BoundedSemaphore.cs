namespace CoroutineDsl;

/// <summary>A semaphore that refuses to be released more often than it was acquired (gevent's <c>BoundedSemaphore</c>).</summary>
/// <remarks>As <see cref="CoSemaphore"/>.</remarks>
public sealed class BoundedSemaphore : CoSemaphore
{
    private readonly int _bound;

    /// <summary>Makes a semaphore.</summary>
    /// <param name="value">How often it can be acquired without waiting, now and ever.</param>
    /// <param name="isFair">As for <see cref="CoSemaphore(int, bool)"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public BoundedSemaphore(int value = 1, bool isFair = false)
        : base(value, isFair) => _bound = value;

    /// <summary>Gives one back.</summary>
    /// <exception cref="SemaphoreFullException">It was released more often than acquired; nothing changes.</exception>
    public override void Release() => Release(1);

    /// <inheritdoc/>
    /// <exception cref="SemaphoreFullException">It was released more often than acquired; nothing changes.</exception>
    public override void Release(int count)
    {
        if (Count > _bound - count) throw new SemaphoreFullException();
        base.Release(count);
    }
}

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Spawns a greenlet that waits for this and ends: <c>Spawn(channel.Put(1))</c>, as Go's <c>go func() { channel &lt;- 1 }()</c>. What the wait throws is the greenlet's failure.</summary>
    /// <param name="wait">The wait. It begins in the greenlet, and not here.</param>
    /// <param name="name">For logs and dumps.</param>
    /// <param name="token">Kills it when it is cancelled, as <see cref="KillOn"/> does; one that is cancelled already: it never runs.</param>
    public static Greenlet Spawn(Suspension wait, string? name = null, CancellationToken token = default) => Spawn(new WaitCoroutine(wait), name, token);

    /// <summary>As <see cref="Spawn(Suspension, string?, CancellationToken)"/>; the value of the wait is the greenlet's.</summary>
    public static Greenlet<T> Spawn<T>(Suspension<T> wait, string? name = null, CancellationToken token = default) => Spawn(new WaitCoroutine<T>(wait), name, token);

    /// <summary>As <see cref="Spawn(Suspension, string?, CancellationToken)"/>, when the delay is over: <c>SpawnLater(delay, channel.Put(1))</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The delay is negative.</exception>
    public static Greenlet SpawnLater(TimeSpan delay, Suspension wait, string? name = null) => SpawnLater(delay, new WaitCoroutine(wait), name);

    /// <inheritdoc cref="SpawnLater(TimeSpan, Suspension, string?)"/>
    public static Greenlet<T> SpawnLater<T>(TimeSpan delay, Suspension<T> wait, string? name = null) => SpawnLater(delay, new WaitCoroutine<T>(wait), name);

    /// <summary>As <see cref="SpawnLater(TimeSpan, Suspension, string?)"/>, the delay in milliseconds.</summary>
    public static Greenlet SpawnLater(int milliseconds, Suspension wait, string? name = null) => SpawnLater(TimeSpan.FromMilliseconds(milliseconds), wait, name);

    /// <summary>As <see cref="SpawnLater{T}(TimeSpan, Suspension{T}, string?)"/>, the delay in milliseconds.</summary>
    public static Greenlet<T> SpawnLater<T>(int milliseconds, Suspension<T> wait, string? name = null) => SpawnLater(TimeSpan.FromMilliseconds(milliseconds), wait, name);
}

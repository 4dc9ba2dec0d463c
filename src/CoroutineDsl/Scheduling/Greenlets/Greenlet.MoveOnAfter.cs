namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>
    /// Runs the coroutine inside this greenlet, and goes on without a word when its time is over (trio's <c>move_on_after</c>): <c>if (!MoveOnAfter(2000, SayGoodbye()).Await()) ..</c>. It is a <see cref="CancelScope"/>: when the time is
    /// over every wait of the coroutine throws, and its <c>finally</c> blocks are waited for.
    /// </summary>
    /// <param name="time">How long, from where this is waited for.</param>
    /// <param name="coroutine">What to run.</param>
    /// <returns>Whether it ran to its end. What it throws itself passes, and so does what ends the greenlet or a scope around this.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static Suspension<bool> MoveOnAfter(TimeSpan time, IEnumerator<Yield> coroutine) => CancelScope.Run(Coroutine.FromIterator(coroutine), time);

    /// <inheritdoc cref="MoveOnAfter(TimeSpan, IEnumerator{Yield})" path="/*[not(self::param)]"/>
    /// <param name="time">How long, from where this is waited for.</param>
    /// <param name="wait">What to wait for.</param>
    public static Suspension<bool> MoveOnAfter(TimeSpan time, Suspension wait) => CancelScope.Run(new WaitCoroutine(wait), time);

    /// <summary>As <see cref="MoveOnAfter(TimeSpan, IEnumerator{Yield})"/>, the time in milliseconds.</summary>
    public static Suspension<bool> MoveOnAfter(int milliseconds, IEnumerator<Yield> coroutine) => MoveOnAfter(TimeSpan.FromMilliseconds(milliseconds), coroutine);

    /// <summary>As <see cref="MoveOnAfter(TimeSpan, Suspension)"/>, the time in milliseconds.</summary>
    public static Suspension<bool> MoveOnAfter(int milliseconds, Suspension wait) => MoveOnAfter(TimeSpan.FromMilliseconds(milliseconds), wait);
}

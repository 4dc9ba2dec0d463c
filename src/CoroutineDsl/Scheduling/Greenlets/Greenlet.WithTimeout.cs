using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Runs the coroutine inside this greenlet under a deadline of its own.</summary>
    /// <exception cref="CoTimeoutException">The deadline has passed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public static Suspension<T> WithTimeout<T>(TimeSpan timeout, IEnumerator<Yield<T>> coroutine) => Bounded(timeout, Waitables.From(Coroutine.FromIterator(coroutine)), false, default!);

    /// <inheritdoc cref="WithTimeout{T}(TimeSpan, IEnumerator{Yield{T}})" path="/*[not(self::param)]"/>
    /// <param name="timeout">How long.</param>
    /// <param name="coroutine">What to run.</param>
    /// <param name="default">The value where the deadline has passed. Only for this deadline: one around it is thrown.</param>
    public static Suspension<T> WithTimeout<T>(TimeSpan timeout, IEnumerator<Yield<T>> coroutine, T @default) => Bounded(timeout, Waitables.From(Coroutine.FromIterator(coroutine)), true, @default);

    /// <inheritdoc cref="WithTimeout{T}(TimeSpan, IEnumerator{Yield{T}})"/>
    public static Suspension<T> WithTimeout<T>(TimeSpan timeout, Suspension<T> wait) => Bounded(timeout, wait, false, default!);

    /// <inheritdoc cref="WithTimeout{T}(TimeSpan, IEnumerator{Yield{T}}, T)"/>
    public static Suspension<T> WithTimeout<T>(TimeSpan timeout, Suspension<T> wait, T @default) => Bounded(timeout, wait, true, @default);

    /// <inheritdoc cref="WithTimeout{T}(TimeSpan, IEnumerator{Yield{T}})"/>
    public static Suspension WithTimeout(TimeSpan timeout, IEnumerator<Yield> coroutine)
    {
        Timeouts.Ticks(timeout);
        return Waitables.From(new BoundedCall(timeout, Waitables.From(Coroutine.FromIterator(coroutine))));
    }

    /// <inheritdoc cref="WithTimeout{T}(TimeSpan, IEnumerator{Yield{T}})"/>
    public static Suspension<T> WithTimeout<T>(int milliseconds, IEnumerator<Yield<T>> coroutine) => WithTimeout(TimeSpan.FromMilliseconds(milliseconds), coroutine);

    /// <inheritdoc cref="WithTimeout{T}(TimeSpan, IEnumerator{Yield{T}}, T)"/>
    public static Suspension<T> WithTimeout<T>(int milliseconds, IEnumerator<Yield<T>> coroutine, T @default) => WithTimeout(TimeSpan.FromMilliseconds(milliseconds), coroutine, @default);

    /// <inheritdoc cref="WithTimeout{T}(TimeSpan, IEnumerator{Yield{T}})"/>
    public static Suspension WithTimeout(int milliseconds, IEnumerator<Yield> coroutine) => WithTimeout(TimeSpan.FromMilliseconds(milliseconds), coroutine);

    private static Suspension<T> Bounded<T>(TimeSpan timeout, Suspension<T> wait, bool hasDefault, T @default)
    {
        Timeouts.Ticks(timeout);
        return Waitables.From(new BoundedCall<T>(timeout, wait, hasDefault, @default));
    }

    /// <summary>A wait under a deadline.</summary>
    private sealed class BoundedCall(TimeSpan timeout, Suspension wait) : Coroutine
    {
        private CoTimeout? _scope;

        public override FrameLocation Location => new("WithTimeout", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            var isOver = true;
            try
            {
                if (State == 1)
                {
                    greenlet.End();
                }
                else
                {
                    State = 1;
                    _scope = CoTimeout.Start(timeout);
                    isOver = greenlet.Begin(this, wait);
                }
            }
            finally
            {
                if (isOver) _scope!.Close();
            }

            return isOver;
        }
    }

    /// <inheritdoc cref="BoundedCall"/>
    private sealed class BoundedCall<T>(TimeSpan timeout, Suspension<T> wait, bool hasDefault, T @default) : Coroutine<T>
    {
        private CoTimeout? _scope;

        public override FrameLocation Location => new("WithTimeout", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            var isOver = true;
            try
            {
                if (State == 1)
                {
                    greenlet.End(out Result);
                }
                else
                {
                    State = 1;
                    _scope = CoTimeout.Start(timeout);
                    isOver = greenlet.Begin(this, wait, out Result);
                }
            }
            catch (CoTimeoutException passed) when (hasDefault && ReferenceEquals(passed.Scope, _scope) && greenlet.PassesThrough(passed))
            {
                greenlet.Arrived();
                Result = @default;
            }
            finally
            {
                if (isOver) _scope!.Close();
            }

            return isOver;
        }
    }
}

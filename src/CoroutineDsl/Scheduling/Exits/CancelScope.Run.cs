using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public sealed partial class CancelScope
{
    /// <summary>
    /// Runs a coroutine inside this greenlet and a scope of its own: <c>CancelScope.Run(scope => Work(scope), deadline)</c>. The value is <c>true</c> where the coroutine ran to its end, and <c>false</c> where
    /// the scope's own cancellation ended it and no scope around it is cancelled. Any other exception, the exit of a scope around it among them, passes.
    /// </summary>
    /// <param name="coroutine">What to run. It is given the scope, to cancel it, or to hand it to others who do.</param>
    /// <param name="deadline">After so long it is cancelled, counted from the wait; <c>null</c>: never.</param>
    /// <param name="isShielded">Whether kills and scopes around it wait until it is over.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is negative.</exception>
    public static Suspension<bool> Run(Func<CancelScope, IEnumerator<Yield>> coroutine, TimeSpan? deadline = null, bool isShielded = false)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Waitables.From(new RunCall(scope => Coroutine.FromIterator(coroutine(scope)), Timeouts.Ticks(deadline), isShielded));
    }

    /// <summary>As <see cref="Run(Func{CancelScope, IEnumerator{Yield}}, TimeSpan?, bool)"/>, the deadline in milliseconds.</summary>
    public static Suspension<bool> Run(Func<CancelScope, IEnumerator<Yield>> coroutine, int milliseconds, bool isShielded = false) =>
        Run(coroutine, TimeSpan.FromMilliseconds(milliseconds), isShielded);

    /// <summary>As <see cref="Run(Func{CancelScope, IEnumerator{Yield}}, TimeSpan?, bool)"/>, of what nobody but the deadline cancels.</summary>
    internal static Suspension<bool> Run(Coroutine coroutine, TimeSpan deadline) => Waitables.From(new RunCall(_ => coroutine, Timeouts.Ticks(deadline), isShielded: false));

    private sealed class RunCall(Func<CancelScope, Coroutine> coroutine, long ticks, bool isShielded) : Coroutine<bool>
    {
        private CancelScope? _scope;

        public override FrameLocation Location => new("CancelScope.Run", 0, "");

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
                    _scope = new CancelScope(greenlet, ticks, isShielded);
                    isOver = greenlet.Begin(this, coroutine(_scope));
                }

                Result = isOver;
            }
            catch (ScopeCancelledException exit) when (ReferenceEquals(exit.Scope, _scope) && greenlet.PassesThrough(exit))
            {
                greenlet.Arrived();
                _scope!.Close();
                greenlet.ThrowIfCancelledAround(); // a scope around this one was cancelled while the exit was on its way
                Result = false;
            }
            finally
            {
                if (isOver) _scope?.Close();
            }

            return isOver;
        }
    }
}

using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Runtime;

/// <summary>
/// What generated code calls. The contract is docs/design/machine.md: <c>Begin</c> starts a wait (<c>false</c>: the frame returns and will be resumed), <c>End</c> takes its outcome after the resume.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[System.Diagnostics.StackTraceHidden]
public static partial class LoweredCode
{
    /// <summary>A wait that has nothing to wait for: what is to be thrown at it is thrown all the same, and after many such waits the others have their turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EnterCompleted(this Greenlet greenlet, Coroutine frame)
    {
        greenlet.ThrowIfPending();
        return greenlet.Satisfied(frame);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool EnterCompleted<T>(this Greenlet greenlet, Coroutine frame, T value)
    {
        greenlet.ThrowIfPending();
        return greenlet.Satisfied(frame, value);
    }

    /// <summary>Starts a wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Begin(this Greenlet greenlet, Coroutine frame, Suspension wait)
    {
        if (wait.Source is not { } source) return wait.IsCompleted ? greenlet.EnterCompleted(frame) : greenlet.BeginTurn(frame);
        if (!greenlet.BeginWait(frame, source, wait.State, wait.Argument)) return false;
        source.End(greenlet);
        return true;
    }

    /// <summary>Starts a wait that has a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, Suspension<T> wait, out T value)
    {
        if (wait.Source is not { } source)
        {
            value = wait.Value;
            return greenlet.EnterCompleted(frame, value);
        }

        if (greenlet.BeginWait(frame, source, wait.State, wait.Argument))
        {
            value = source.Take(greenlet);
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>Starts a wait whose value nobody takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, Suspension<T> wait)
    {
        if (wait.Source is not { } source) return greenlet.EnterCompleted(frame);
        if (!greenlet.BeginWait(frame, source, wait.State, wait.Argument)) return false;
        source.End(greenlet);
        return true;
    }

    /// <summary>What a begin does first that may end the wait at once by itself: throws what is to be thrown at this wait. Its arguments have been checked, and nothing has happened yet.</summary>
    public static void Enter(this Greenlet greenlet, Coroutine frame) => greenlet.Enter(frame);

    /// <summary>Runs a child coroutine inside this greenlet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Begin(this Greenlet greenlet, Coroutine frame, Coroutine child) => greenlet.Call(frame, child);

    /// <summary>Runs a child coroutine inside this greenlet, for its result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, Coroutine<T> child, out T value)
    {
        var completed = greenlet.Call(frame, child);
        value = child.Result;
        return completed;
    }

    /// <summary>Runs another coroutine in the place of a frame that has nothing left to do.</summary>
    /// <returns>Whether it has completed; if not, the frame returns <c>false</c> and is not resumed.</returns>
    public static bool Forward(this Greenlet greenlet, Coroutine frame, Coroutine other) => greenlet.Forward(frame, other);

    /// <summary>Runs another coroutine in the place of a frame whose result is the other's.</summary>
    /// <returns>Whether it has completed; if not, the frame returns <c>false</c> and is not resumed.</returns>
    public static bool Forward<T>(this Greenlet greenlet, Coroutine<T> frame, Coroutine<T> other)
    {
        if (!greenlet.Forward(frame, other)) return false;
        frame.Result = other.Result;
        return true;
    }

    /// <summary>Runs a child coroutine inside this greenlet.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, IEnumerator<Yield> child) => greenlet.Call(frame, Coroutine.FromIterator(child));

    /// <summary>Runs a child coroutine inside this greenlet, for its result.</summary>
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, IEnumerator<Yield<T>> child, out T value) => greenlet.Begin(frame, Coroutine.FromIterator(child), out value);

    /// <summary>Runs a child coroutine inside this greenlet.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, IEnumerable<Yield> child) => greenlet.Begin(frame, child.GetEnumerator());

    /// <summary>Runs a child coroutine inside this greenlet, for its result.</summary>
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, IEnumerable<Yield<T>> child, out T value) => greenlet.Begin(frame, child.GetEnumerator(), out value);

    /// <summary>Waits for a task.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Begin(this Greenlet greenlet, Coroutine frame, Task task) => task is { IsCompletedSuccessfully: true } ? greenlet.EnterCompleted(frame) : greenlet.Begin(frame, Waitables.From(task));

    /// <summary>Waits for a task's value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, Task<T> task, out T value)
    {
        if (task is not { IsCompletedSuccessfully: true }) return greenlet.Begin(frame, Waitables.From(task), out value);
        value = task.Result;
        return greenlet.EnterCompleted(frame, value);
    }

    /// <summary>Waits for a task.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, ValueTask task) => greenlet.Begin(frame, Waitables.From(task));

    /// <summary>Waits for a task's value.</summary>
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, ValueTask<T> task, out T value) => greenlet.Begin(frame, Waitables.From(task), out value);

    /// <summary>Lets the others run.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, YieldAwaitable awaitable) => greenlet.Begin(frame, Waitables.From(awaitable));

    /// <summary>Waits for a task; where its continuation would run has no meaning here.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, ConfiguredTaskAwaitable awaitable) => greenlet.Begin(frame, Waitables.From(awaitable));

    /// <summary>Waits for a task's value; where its continuation would run has no meaning here.</summary>
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, ConfiguredTaskAwaitable<T> awaitable, out T value) => greenlet.Begin(frame, Waitables.From(awaitable), out value);

    /// <summary>Waits for a task; where its continuation would run has no meaning here.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, ConfiguredValueTaskAwaitable awaitable) => greenlet.Begin(frame, Waitables.From(awaitable));

    /// <summary>Waits for a task's value; where its continuation would run has no meaning here.</summary>
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, ConfiguredValueTaskAwaitable<T> awaitable, out T value) => greenlet.Begin(frame, Waitables.From(awaitable), out value);

    /// <summary>Waits for another greenlet's end.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, Greenlet other) => greenlet.Begin(frame, Waitables.From(other));

    /// <summary>Waits for another greenlet's result.</summary>
    public static bool Begin<T>(this Greenlet greenlet, Coroutine frame, Greenlet<T> other, out T value) => greenlet.Begin(frame, other.Get(), out value);

    /// <summary>Waits for what was yielded.</summary>
    public static bool Begin(this Greenlet greenlet, Coroutine frame, Yield yielded)
    {
        ArgumentNullException.ThrowIfNull(yielded);
        return greenlet.Begin(frame, yielded.Wait);
    }

    /// <summary>Waits for what was yielded, or takes it as the result.</summary>
    public static bool BeginOpen<T>(this Greenlet greenlet, Coroutine<T> frame, Yield<T> yielded, out bool ended)
    {
        ArgumentNullException.ThrowIfNull(yielded);
        ended = yielded.IsResult;
        if (!ended) return greenlet.Begin(frame, yielded.Wait);
        frame.Result = yielded.Result;
        return true;
    }

    /// <summary>After a resume: the outcome of a wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(this Greenlet greenlet)
    {
        if (greenlet.State.HasNothingToTake) return;
        if (greenlet.State.HasOutcome)
        {
            greenlet.ThrowIfInterrupted();
            greenlet.State.TakeReturned();
            return;
        }

        greenlet.Source!.End(greenlet);
    }

    /// <summary>After a resume: the value of a wait.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End<T>(this Greenlet greenlet, out T value)
    {
        if (greenlet.State.HasOutcome)
        {
            greenlet.ThrowIfInterrupted();
            greenlet.State.TakeReturned();
            value = ((Coroutine<T>)greenlet.Leaf!).Result;
            return;
        }

        value = ((WaitSource<T>)greenlet.Source!).Take(greenlet);
    }

    /// <summary>Whether an exception is an exit in this greenlet, and passes through <c>catch (Exception)</c>.</summary>
    public static bool IsExit(this Greenlet greenlet, Exception exception) => greenlet.IsExit(exception);

    /// <summary>The last condition in the filter of a catch clause: an exception is on its way to it. Always <c>true</c>.</summary>
    public static bool Passes(this Greenlet greenlet, Exception exception) => greenlet.Passes(exception);

    /// <summary>Whether an exception is the exit of a kill of this greenlet: no scope that is left on the way to the handler makes it an ordinary one.</summary>
    public static bool IsKill(this Greenlet greenlet, Exception exception) => exception is GreenletExit && greenlet.IsExit(exception);

    /// <summary>The first act of a catch clause: the exception has come to it.</summary>
    public static void Arrived(this Greenlet greenlet) => greenlet.Arrived();

    /// <summary>As <see cref="Arrived(Greenlet)"/>. <c>true</c>: the exception is an exit still, of a scope that was not left on the way: the clause throws it on.</summary>
    public static bool ArrivedAsExit(this Greenlet greenlet, Exception exception)
    {
        greenlet.Arrived();
        return greenlet.IsExit(exception);
    }

    /// <summary>A <c>finally</c> that suspends begins while an exit passes: further kills wait.</summary>
    public static void Shield(this Greenlet greenlet) => greenlet.Shield();

    /// <summary>The <c>finally</c> is done.</summary>
    public static void Unshield(this Greenlet greenlet) => greenlet.Unshield();
}

using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <content>The first of two waits.</content>
public partial class Greenlet
{
    /// <summary>
    /// Waits for the first of two waits, and only that one takes effect: no item is taken, no permit acquired, no value put by one that lost (Go's <c>select</c>). A wait without a value has a <see cref="Unit"/>.
    /// </summary>
    /// <param name="first">The first wait.</param>
    /// <param name="second">The second wait.</param>
    /// <param name="isFair">Which of several that are ready: <c>false</c>, the first in order; <c>true</c>, any, by chance (reproducible under <see cref="HubOptions.Seed"/>).</param>
    /// <returns>Which it was, and its value. What it throws, the choice throws.</returns>
    /// <remarks>
    /// Branches are waits of one step: of queues, channels, events, semaphores, locks, results, greenlets, timers, sockets, <see cref="Coroutine.Cancellable(Func{CancellationToken, Task}, Action?)"/> (the losing
    /// operation is cancelled, and waited for), a stream's step. A wait with a timeout of its own is over when that is. A kill or a deadline ends the choice, and no branch takes effect. Nothing happens before it is awaited.
    /// </remarks>
    /// <exception cref="ArgumentException">A wait has several steps: see <c>Race</c>.</exception>
    [Begins(nameof(BeginChoose))]
    public static Suspension<Choice<T1, T2>> Choose<T1, T2>(Suspension<T1> first, Suspension<T2> second, bool isFair = false) =>
        Chosen(Arms.Of(first), Arms.Of(second), isFair);

    /// <summary>The begin of <c>Choose</c>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool BeginChoose<T1, T2>(
        Greenlet greenlet, Coroutine frame, out Choice<T1, T2> value, Suspension<T1> first, Suspension<T2> second, bool isFair = false) =>
        BeginChosen(greenlet, frame, out value, Arms.Of(first), Arms.Of(second), isFair);

    /// <summary>As <see cref="Choose{T1, T2}(Suspension{T1}, Suspension{T2}, bool)"/>, without a wait: <c>false</c> where no branch is ready, and nothing has happened (Go's <c>select</c> with a <c>default</c>).</summary>
    /// <param name="first">The first wait.</param>
    /// <param name="second">The second wait.</param>
    /// <param name="choice">Which it was, and its value.</param>
    /// <param name="isFair">Which of several that are ready: the first in order, or any.</param>
    /// <exception cref="ArgumentException">A wait has several steps.</exception>
    public static bool TryChoose<T1, T2>(Suspension<T1> first, Suspension<T2> second, out Choice<T1, T2> choice, bool isFair = false) =>
        TryChosen(Arms.Of(first), Arms.Of(second), out choice, isFair);

    /// <inheritdoc cref="Choose{T1, T2}(Suspension{T1}, Suspension{T2}, bool)"/>
    [Begins(nameof(BeginChoose))]
    public static Suspension<Choice<Unit, T>> Choose<T>(Suspension first, Suspension<T> second, bool isFair = false) =>
        Chosen(Arms.Of(first), Arms.Of(second), isFair);

    /// <summary>The begin of <c>Choose</c>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool BeginChoose<T>(
        Greenlet greenlet, Coroutine frame, out Choice<Unit, T> value, Suspension first, Suspension<T> second, bool isFair = false) =>
        BeginChosen(greenlet, frame, out value, Arms.Of(first), Arms.Of(second), isFair);

    /// <inheritdoc cref="TryChoose{T1, T2}(Suspension{T1}, Suspension{T2}, out Choice{T1, T2}, bool)"/>
    public static bool TryChoose<T>(Suspension first, Suspension<T> second, out Choice<Unit, T> choice, bool isFair = false) =>
        TryChosen(Arms.Of(first), Arms.Of(second), out choice, isFair);

    /// <inheritdoc cref="Choose{T1, T2}(Suspension{T1}, Suspension{T2}, bool)"/>
    [Begins(nameof(BeginChoose))]
    public static Suspension<Choice<T, Unit>> Choose<T>(Suspension<T> first, Suspension second, bool isFair = false) =>
        Chosen(Arms.Of(first), Arms.Of(second), isFair);

    /// <summary>The begin of <c>Choose</c>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool BeginChoose<T>(
        Greenlet greenlet, Coroutine frame, out Choice<T, Unit> value, Suspension<T> first, Suspension second, bool isFair = false) =>
        BeginChosen(greenlet, frame, out value, Arms.Of(first), Arms.Of(second), isFair);

    /// <inheritdoc cref="TryChoose{T1, T2}(Suspension{T1}, Suspension{T2}, out Choice{T1, T2}, bool)"/>
    public static bool TryChoose<T>(Suspension<T> first, Suspension second, out Choice<T, Unit> choice, bool isFair = false) =>
        TryChosen(Arms.Of(first), Arms.Of(second), out choice, isFair);

    /// <inheritdoc cref="Choose{T1, T2}(Suspension{T1}, Suspension{T2}, bool)"/>
    [Begins(nameof(BeginChoose))]
    public static Suspension<Choice<Unit, Unit>> Choose(Suspension first, Suspension second, bool isFair = false) =>
        Chosen(Arms.Of(first), Arms.Of(second), isFair);

    /// <summary>The begin of <c>Choose</c>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool BeginChoose(
        Greenlet greenlet, Coroutine frame, out Choice<Unit, Unit> value, Suspension first, Suspension second, bool isFair = false) =>
        BeginChosen(greenlet, frame, out value, Arms.Of(first), Arms.Of(second), isFair);

    /// <inheritdoc cref="TryChoose{T1, T2}(Suspension{T1}, Suspension{T2}, out Choice{T1, T2}, bool)"/>
    public static bool TryChoose(Suspension first, Suspension second, out Choice<Unit, Unit> choice, bool isFair = false) =>
        TryChosen(Arms.Of(first), Arms.Of(second), out choice, isFair);

    private static Suspension<Choice<T1, T2>> Chosen<T1, T2>(Arm<T1> first, Arm<T2> second, bool isFair) =>
        new(new ChoiceSource<T1, T2>().For(first, second, isFair));

    private static bool BeginChosen<T1, T2>(
        Greenlet greenlet, Coroutine frame, out Choice<T1, T2> value, Arm<T1> first, Arm<T2> second, bool isFair)
    {
        greenlet.Enter(frame);
        if (!isFair && TryInOrder(greenlet, first, second, out value)) return true;
        var source = ChoiceSource<T1, T2>.Spare(greenlet.Hub).For(first, second, isFair);
        value = default;
        if (!(isFair ? source.Begin(greenlet, null, Timeouts.None) : source.BeginTried(greenlet))) return false;
        value = source.Take(greenlet);
        return true;
    }

    private static bool TryChosen<T1, T2>(Arm<T1> first, Arm<T2> second, out Choice<T1, T2> choice, bool isFair)
    {
        var greenlet = Current;
        if (!isFair) return TryInOrder(greenlet, first, second, out choice);
        var source = new ChoiceSource<T1, T2>().For(first, second, isFair);
        var isReady = source.Try(greenlet, null, Timeouts.None);
        choice = isReady ? source.Take(greenlet) : default;
        return isReady;
    }

    private static bool TryInOrder<T1, T2>(
        Greenlet greenlet, in Arm<T1> first, in Arm<T2> second, out Choice<T1, T2> choice)
    {
        if (first.TryTake(greenlet, out var value1))
        {
            choice = new(0, value1, default!);
            return true;
        }

        if (second.TryTake(greenlet, out var value2))
        {
            choice = new(1, default!, value2);
            return true;
        }

        choice = default;
        return false;
    }
}

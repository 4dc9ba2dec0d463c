using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <content>The first of five waits.</content>
public partial class Greenlet
{
    /// <summary>
    /// Waits for the first of five waits, and only that one takes effect: no item is taken, no permit acquired, no value put by one that lost (Go's <c>select</c>). A wait without a value has a <see cref="Unit"/>.
    /// </summary>
    /// <param name="first">The first wait.</param>
    /// <param name="second">The second wait.</param>
    /// <param name="third">The third wait.</param>
    /// <param name="fourth">The fourth wait.</param>
    /// <param name="fifth">The fifth wait.</param>
    /// <param name="isFair">Which of several that are ready: <c>false</c>, the first in order; <c>true</c>, any, by chance (reproducible under <see cref="HubOptions.Seed"/>).</param>
    /// <returns>Which it was, and its value. What it throws, the choice throws.</returns>
    /// <remarks>
    /// Branches are waits of one step: of queues, channels, events, semaphores, locks, results, greenlets, timers, sockets, <see cref="Coroutine.Cancellable(Func{CancellationToken, Task}, Action?)"/> (the losing
    /// operation is cancelled, and waited for), a stream's step. A wait with a timeout of its own is over when that is. A kill or a deadline ends the choice, and no branch takes effect. Nothing happens before it is awaited.
    /// </remarks>
    /// <exception cref="ArgumentException">A wait has several steps: see <c>Race</c>.</exception>
    [Begins(nameof(BeginChoose))]
    public static Suspension<Choice<T1, T2, T3, T4, T5>> Choose<T1, T2, T3, T4, T5>(Suspension<T1> first, Suspension<T2> second, Suspension<T3> third, Suspension<T4> fourth, Suspension<T5> fifth, bool isFair = false) =>
        Chosen(Arms.Of(first), Arms.Of(second), Arms.Of(third), Arms.Of(fourth), Arms.Of(fifth), isFair);

    /// <summary>The begin of <c>Choose</c>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool BeginChoose<T1, T2, T3, T4, T5>(
        Greenlet greenlet, Coroutine frame, out Choice<T1, T2, T3, T4, T5> value, Suspension<T1> first, Suspension<T2> second, Suspension<T3> third, Suspension<T4> fourth, Suspension<T5> fifth, bool isFair = false) =>
        BeginChosen(greenlet, frame, out value, Arms.Of(first), Arms.Of(second), Arms.Of(third), Arms.Of(fourth), Arms.Of(fifth), isFair);

    /// <summary>As <see cref="Choose{T1, T2, T3, T4, T5}(Suspension{T1}, Suspension{T2}, Suspension{T3}, Suspension{T4}, Suspension{T5}, bool)"/>, without a wait: <c>false</c> where no branch is ready, and nothing has happened (Go's <c>select</c> with a <c>default</c>).</summary>
    /// <param name="first">The first wait.</param>
    /// <param name="second">The second wait.</param>
    /// <param name="third">The third wait.</param>
    /// <param name="fourth">The fourth wait.</param>
    /// <param name="fifth">The fifth wait.</param>
    /// <param name="choice">Which it was, and its value.</param>
    /// <param name="isFair">Which of several that are ready: the first in order, or any.</param>
    /// <exception cref="ArgumentException">A wait has several steps.</exception>
    public static bool TryChoose<T1, T2, T3, T4, T5>(Suspension<T1> first, Suspension<T2> second, Suspension<T3> third, Suspension<T4> fourth, Suspension<T5> fifth, out Choice<T1, T2, T3, T4, T5> choice, bool isFair = false) =>
        TryChosen(Arms.Of(first), Arms.Of(second), Arms.Of(third), Arms.Of(fourth), Arms.Of(fifth), out choice, isFair);

    private static Suspension<Choice<T1, T2, T3, T4, T5>> Chosen<T1, T2, T3, T4, T5>(Arm<T1> first, Arm<T2> second, Arm<T3> third, Arm<T4> fourth, Arm<T5> fifth, bool isFair) =>
        new(new ChoiceSource<T1, T2, T3, T4, T5>().For(first, second, third, fourth, fifth, isFair));

    private static bool BeginChosen<T1, T2, T3, T4, T5>(
        Greenlet greenlet, Coroutine frame, out Choice<T1, T2, T3, T4, T5> value, Arm<T1> first, Arm<T2> second, Arm<T3> third, Arm<T4> fourth, Arm<T5> fifth, bool isFair)
    {
        greenlet.Enter(frame);
        if (!isFair && TryInOrder(greenlet, first, second, third, fourth, fifth, out value)) return true;
        var source = ChoiceSource<T1, T2, T3, T4, T5>.Spare(greenlet.Hub).For(first, second, third, fourth, fifth, isFair);
        value = default;
        if (!(isFair ? source.Begin(greenlet, null, Timeouts.None) : source.BeginTried(greenlet))) return false;
        value = source.Take(greenlet);
        return true;
    }

    private static bool TryChosen<T1, T2, T3, T4, T5>(Arm<T1> first, Arm<T2> second, Arm<T3> third, Arm<T4> fourth, Arm<T5> fifth, out Choice<T1, T2, T3, T4, T5> choice, bool isFair)
    {
        var greenlet = Current;
        if (!isFair) return TryInOrder(greenlet, first, second, third, fourth, fifth, out choice);
        var source = new ChoiceSource<T1, T2, T3, T4, T5>().For(first, second, third, fourth, fifth, isFair);
        var isReady = source.Try(greenlet, null, Timeouts.None);
        choice = isReady ? source.Take(greenlet) : default;
        return isReady;
    }

    private static bool TryInOrder<T1, T2, T3, T4, T5>(
        Greenlet greenlet, in Arm<T1> first, in Arm<T2> second, in Arm<T3> third, in Arm<T4> fourth, in Arm<T5> fifth, out Choice<T1, T2, T3, T4, T5> choice)
    {
        if (first.TryTake(greenlet, out var value1))
        {
            choice = new(0, value1, default!, default!, default!, default!);
            return true;
        }

        if (second.TryTake(greenlet, out var value2))
        {
            choice = new(1, default!, value2, default!, default!, default!);
            return true;
        }

        if (third.TryTake(greenlet, out var value3))
        {
            choice = new(2, default!, default!, value3, default!, default!);
            return true;
        }

        if (fourth.TryTake(greenlet, out var value4))
        {
            choice = new(3, default!, default!, default!, value4, default!);
            return true;
        }

        if (fifth.TryTake(greenlet, out var value5))
        {
            choice = new(4, default!, default!, default!, default!, value5);
            return true;
        }

        choice = default;
        return false;
    }
}

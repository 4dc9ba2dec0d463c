using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <content>The first of any number of waits of one type.</content>
public partial class Greenlet
{
    /// <inheritdoc cref="Choose{T1, T2}(Suspension{T1}, Suspension{T2}, bool)" path="/*[not(self::param)]"/>
    /// <param name="waits">The waits; at least one.</param>
    /// <param name="isFair">Which of several that are ready: the first in order, or any.</param>
    [Begins(nameof(BeginChoose))]
    public static Suspension<Choice<T>> Choose<T>(IReadOnlyList<Suspension<T>> waits, bool isFair = false)
    {
        CheckWaits(waits);
        return new(new ListChoiceSource<T>(waits.Count).For(waits, isFair));
    }

    /// <summary>The begin of <c>Choose</c>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static bool BeginChoose<T>(Greenlet greenlet, Coroutine frame, out Choice<T> value, IReadOnlyList<Suspension<T>> waits, bool isFair = false)
    {
        CheckWaits(waits);
        greenlet.Enter(frame);
        if (!isFair && TryInOrder(greenlet, waits, out value)) return true;
        var source = ListChoiceSource<T>.Spare(greenlet.Hub, waits.Count).For(waits, isFair);
        value = default;
        if (!(isFair ? source.Begin(greenlet, null, Timeouts.None) : source.BeginTried(greenlet))) return false;
        value = source.Take(greenlet);
        return true;
    }

    /// <inheritdoc cref="TryChoose{T1, T2}(Suspension{T1}, Suspension{T2}, out Choice{T1, T2}, bool)" path="/*[not(self::param)]"/>
    /// <param name="waits">The waits; at least one.</param>
    /// <param name="choice">Which it was, and its value.</param>
    /// <param name="isFair">Which of several that are ready: the first in order, or any.</param>
    public static bool TryChoose<T>(IReadOnlyList<Suspension<T>> waits, out Choice<T> choice, bool isFair = false)
    {
        CheckWaits(waits);
        var greenlet = Current;
        if (!isFair) return TryInOrder(greenlet, waits, out choice);
        var source = new ListChoiceSource<T>(waits.Count).For(waits, isFair);
        var isReady = source.Try(greenlet, null, Timeouts.None);
        choice = isReady ? source.Take(greenlet) : default;
        return isReady;
    }

    private static void CheckWaits<T>(IReadOnlyList<Suspension<T>> waits)
    {
        ArgumentNullException.ThrowIfNull(waits);
        if (waits.Count == 0) throw new ArgumentException("A choice between no waits would never end.", nameof(waits));
    }

    private static bool TryInOrder<T>(Greenlet greenlet, IReadOnlyList<Suspension<T>> waits, out Choice<T> choice)
    {
        for (var i = 0; i < waits.Count; i++) _ = Arms.Of(waits[i]);
        for (var i = 0; i < waits.Count; i++)
        {
            if (!Arms.Of(waits[i]).TryTake(greenlet, out var value)) continue;
            choice = new(i, value);
            return true;
        }

        choice = default;
        return false;
    }
}

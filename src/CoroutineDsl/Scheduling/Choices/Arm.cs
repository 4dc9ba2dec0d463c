namespace CoroutineDsl;

/// <summary>What a branch of a choice waits for: a suspension, with or without a value.</summary>
internal readonly struct Arm<T>
{
    public readonly WaitSource? Source; // null: already over, with Value
    public readonly object? State;
    public readonly long Argument;
    private readonly T _value;

    private Arm(WaitSource? source, object? state, long argument, T value)
    {
        Source = source;
        State = state;
        Argument = argument;
        _value = value;
        if (source is { IsOneStep: false }) throw Arms.SeveralSteps();
    }

    public static Arm<T> Of(Suspension<T> wait) => new(wait.Source, wait.State, wait.Argument, wait.Value);

    public static Arm<T> Of(Suspension wait) =>
        wait.IsTurn ? new(SleepSource.Instance, null, 0, default!) : new(wait.Source, wait.State, wait.Argument, default!);

    /// <summary>Takes effect if it need not wait.</summary>
    public bool TryTake(Greenlet greenlet, out T value)
    {
        value = _value;
        if (Source is not { } source) return true;
        if (!source.TryAtOnce(greenlet, State, Argument)) return false;
        value = Take(source, greenlet);
        return true;
    }

    /// <summary>The value of a branch that has won.</summary>
    public T Take(Branch winner) => winner.TakeSource() is { } source ? Take(source, winner) : _value;

    private static T Take(WaitSource source, Greenlet greenlet)
    {
        if (source is WaitSource<T> typed) return typed.Take(greenlet);
        source.End(greenlet);
        return default!;
    }
}

internal static class Arms
{
    public static Arm<T> Of<T>(Suspension<T> wait) => Arm<T>.Of(wait);

    public static Arm<Unit> Of(Suspension wait) => Arm<Unit>.Of(wait);

    public static ArgumentException SeveralSteps() => new(
        "A choice waits for the first of several waits, and the others must not have taken effect. A wait of several steps (a coroutine, SendAll, Connect, SendFile, a condition) cannot be taken back halfway: use Race, which kills the losers and waits for them.");
}

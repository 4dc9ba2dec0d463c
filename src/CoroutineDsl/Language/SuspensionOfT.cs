using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A wait that ends with a value. See <see cref="Suspension"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct Suspension<T> : IUntypedSuspension
{
    internal readonly WaitSource<T>? Source; // null: already over, with Value
    internal readonly object? State;
    internal readonly long Argument;
    internal readonly T Value;

    internal Suspension(WaitSource<T> source, long argument = 0, object? state = null)
    {
        Source = source;
        Argument = argument;
        State = state;
        Value = default!;
    }

    internal Suspension(T value)
    {
        Value = value;
        Source = null;
        State = null;
        Argument = 0;
    }

    /// <summary>The same wait, its value dropped.</summary>
    public static implicit operator Suspension(Suspension<T> wait) =>
        wait.Source is { } source ? new Suspension(source, wait.Argument, wait.State) : default;

    Suspension IUntypedSuspension.Untyped => this;

    /// <summary>A wait that is already over, with this value.</summary>
    public static Suspension<T> FromValue(T value) => new(value);

    /// <summary>Waits here, lets the other greenlets run, and gives the value.</summary>
    /// <exception cref="BlockingSwitchOutException">The hub has parked as many threads as <see cref="HubOptions.MaxParkedThreads"/> allows.</exception>
    /// <exception cref="LoopExitException">This is the main program, and nothing can ever end the wait.</exception>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public T Await() => Baton.Wait(this);

    /// <summary>Makes the suspension awaitable from <c>async</c> code that runs on the hub.</summary>
    public SuspensionAwaiter<T> GetAwaiter() => new(this);
}

using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// What a coroutine without a result yields: something to wait for. There are only implicit conversions to it; user code never makes one by name.
/// </summary>
public sealed class Yield
{
    private Yield(Suspension wait) => Wait = wait;

    internal Suspension Wait { get; }

    /// <summary>Wait until the suspension is over.</summary>
    public static implicit operator Yield(Suspension wait) => new(wait);

    /// <summary>Wait until the task has completed; its failure is thrown here.</summary>
    public static implicit operator Yield(Task wait) => new(Waitables.From(wait));

    /// <summary>Wait until the greenlet has ended; its failure is thrown here.</summary>
    public static implicit operator Yield(Greenlet wait) => new(Waitables.From(wait));

    /// <summary>Run the coroutine inside this greenlet, like a call.</summary>
    public static implicit operator Yield(Coroutine wait) => new(Waitables.From(wait));

    /// <summary>Wait for a waitable struct: a <see cref="Suspension{T}"/>, a <see cref="ValueTask"/>.</summary>
    /// <exception cref="InvalidCastException">It is not waitable.</exception>
    public static implicit operator Yield(ValueType wait) => new(Waitables.From(wait));
}

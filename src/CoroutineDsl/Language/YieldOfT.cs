using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>What a coroutine with a result yields: something to wait for, or the result, with which it ends.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public sealed class Yield<T>
{
    private Yield(Suspension wait) => Wait = wait;

    private Yield(T result)
    {
        Result = result;
        IsResult = true;
    }

    internal Suspension Wait { get; }

    internal bool IsResult { get; }

    internal T Result { get; } = default!;

    /// <summary>The coroutine ends here with this result, as <c>return</c> does.</summary>
    public static implicit operator Yield<T>(T result) => new(result);

    /// <summary>Wait until the suspension is over.</summary>
    public static implicit operator Yield<T>(Suspension wait) => new(wait);

    /// <summary>Wait until the task has completed; its failure is thrown here.</summary>
    public static implicit operator Yield<T>(Task wait) => new(Waitables.From(wait));

    /// <summary>Wait until the greenlet has ended; its failure is thrown here.</summary>
    public static implicit operator Yield<T>(Greenlet wait) => new(Waitables.From(wait));

    /// <summary>Run the coroutine inside this greenlet, like a call.</summary>
    public static implicit operator Yield<T>(Coroutine wait) => new(Waitables.From(wait));

    /// <summary>Wait for a waitable struct: a <see cref="Suspension{T}"/>, a <see cref="ValueTask"/>.</summary>
    /// <exception cref="InvalidCastException">It is neither waitable nor of type <typeparamref name="T"/>.</exception>
    public static implicit operator Yield<T>(ValueType wait) => new(Waitables.From(wait));
}

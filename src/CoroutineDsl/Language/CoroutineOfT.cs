using System.Collections;
using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A cold coroutine with a result. See <see cref="Coroutine"/>.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public abstract class Coroutine<T> : Coroutine, IEnumerator<Yield<T>>
{
    /// <summary>The result; generated code writes it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public T Result = default!;

    /// <summary>Made by generated code only.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Coroutine()
    {
    }

    internal override object? UntypedResult => Result;

    Yield<T> IEnumerator<Yield<T>>.Current => throw ByHand();

    object IEnumerator.Current => throw ByHand();

    /// <summary>Runs this coroutine inside the current greenlet, like a call, and gives its result.</summary>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public new T Await() => Baton.Wait(Waitables.From(this));

    /// <inheritdoc cref="Coroutine.AsSuspension"/>
    public new Suspension<T> AsSuspension() => Waitables.From(this);
}

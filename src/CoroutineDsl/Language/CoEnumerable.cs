using System.Collections;
using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A sequence each step of which may suspend, for an ordinary <c>foreach</c>: a queue, <c>IMap</c>, <c>IterateReady</c>. As <c>await foreach</c>, without the words.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public abstract class CoEnumerable<T> : IEnumerable<T>
{
    /// <summary>Starts an enumeration.</summary>
    public abstract CoEnumerator<T> GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>One enumeration of a <see cref="CoEnumerable{T}"/>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public abstract class CoEnumerator<T> : Coroutine<bool>, IEnumerator<T>, ICoDisposable, IEnumeration
{
    /// <summary>The item that the last <see cref="Step"/> found.</summary>
    public abstract T Current { get; }

    object? IEnumerator.Current => Current;

    /// <summary>Goes to the next item; its value is <c>false</c> at the end.</summary>
    public abstract Suspension<bool> Step();

    /// <summary>Begins a <see cref="Step"/> without making a suspension, for generated code. Whoever overrides it does what awaiting <see cref="Step"/> does.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual bool BeginStep(Greenlet greenlet, Coroutine frame, out bool moved) => greenlet.Begin(frame, Step(), out moved);

    /// <summary>As <see cref="Step"/>, and waits here: what a <c>foreach</c> calls in code that is not lowered.</summary>
    public virtual bool MoveNext() => Step().Await();

    /// <summary>Not supported.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public void Reset() => throw new NotSupportedException("An enumeration that may suspend runs once.");

    /// <summary>Ends the enumeration. What that waits for (a stream's <c>finally</c> blocks) is waited for here, in code that is not lowered.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>As <see cref="Dispose"/>, as a wait: how a <c>foreach</c> in a coroutine is left.</summary>
    public virtual Suspension CoDispose() => new(EnumeratorEnd.Instance, Timeouts.None, this);

    /// <summary>Begins a <see cref="CoDispose"/> without making a suspension, for generated code. It is begun whatever is pending for the greenlet.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual bool BeginDispose(Greenlet greenlet, Coroutine frame)
    {
        Dispose();
        return true;
    }

    /// <summary>For the streams that are coroutines; others have steps of their own.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Resume(Greenlet greenlet) => throw new NotSupportedException("An enumeration is no coroutine: go through it with foreach.");
}

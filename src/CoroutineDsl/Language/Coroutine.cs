using System.Collections;
using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A cold coroutine: made by calling a <c>[Coroutine]</c> method, run once by <see cref="Greenlet.Spawn(Coroutine, string?, CancellationToken)"/> or by waiting for it inside another.
/// Also one frame of a greenlet's logical stack: it knows its caller, and where in the source it stands.
/// </summary>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
[System.Diagnostics.DebuggerTypeProxy(typeof(CoroutineProxy))]
public abstract partial class Coroutine : IEnumerator<Yield>
{
    /// <summary>The resume point; generated code writes it before each wait.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public int State;

    internal bool IsStarted;
    internal bool IsDirect; // runs on the stack of its caller, which called it
    internal byte Over; // 0: goes on; else it has ended, other than by an exception, or has handed its place on as the so-manieth in a row
    internal byte Depth; // how many frames it stands on, on that stack
    internal Coroutine? Caller;

    /// <summary>Made by generated code only.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Coroutine()
    {
    }

    /// <summary>Nothing of it is left to run.</summary>
    internal bool IsOver
    {
        get => Over != 0;
        set => Over = value ? (byte)1 : (byte)0;
    }

    /// <summary>Where this frame stands now.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual FrameLocation Location => new(GetType().Name, 0, "");

    /// <summary>Whether its body is a state machine, and not an iterator that C# made.</summary>
    internal virtual bool IsLowered => true;

    /// <summary>The iterator that it drives, where it was not lowered.</summary>
    internal virtual object? Iterator => null;

    /// <summary>The result without its type; for <see cref="Greenlet.Value"/>.</summary>
    internal virtual object? UntypedResult => null;

    Yield IEnumerator<Yield>.Current => throw ByHand();

    object IEnumerator.Current => throw ByHand();

    /// <summary>The hub was disposed of, and this never goes on: tells whoever waits for it outside of the hub.</summary>
    internal virtual void HubIsGone()
    {
    }

    /// <summary>Runs from the resume point to the next wait (<c>false</c>) or to the end (<c>true</c>). Called by the hub only.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract bool Resume(Greenlet greenlet);

    /// <summary>After the end: lets go of all that the frame refers to, except its result. Called by the hub only.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual void Release()
    {
    }

    /// <summary>The coroutine's result from here on; follow it with <c>yield break</c>. For places where <c>yield return value</c> is not allowed.</summary>
    /// <exception cref="InvalidOperationException">Not called from a coroutine's body, or the value is not of the coroutine's type.</exception>
    public static void SetResult<T>(T value) => IteratorFrame.SetResultOfCurrent(value);

    /// <summary>The coroutine as something that <c>yield return</c> takes, where the method is declared as an iterator (C# cannot convert from an interface).</summary>
    public static Coroutine Call(IEnumerator<Yield> coroutine) => FromIterator(coroutine);

    /// <inheritdoc cref="Call(IEnumerator{Yield})"/>
    public static Coroutine<T> Call<T>(IEnumerator<Yield<T>> coroutine) => FromIterator(coroutine);

    /// <summary>A coroutine that drives an iterator which was not lowered; a lowered one is returned as it is.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Coroutine FromIterator(IEnumerator<Yield> iterator)
    {
        ArgumentNullException.ThrowIfNull(iterator);
        return iterator as Coroutine ?? new IteratorCoroutine(iterator);
    }

    /// <inheritdoc cref="FromIterator(IEnumerator{Yield})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static Coroutine<T> FromIterator<T>(IEnumerator<Yield<T>> iterator)
    {
        ArgumentNullException.ThrowIfNull(iterator);
        return iterator as Coroutine<T> ?? new IteratorCoroutine<T>(iterator);
    }

    /// <summary>What a call of a coroutine declared as <c>IEnumerable</c> returns: each enumeration makes a fresh coroutine.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IEnumerable<Yield> AsEnumerable(Func<Coroutine> make) => new CoroutineEnumerable(make);

    /// <inheritdoc cref="AsEnumerable(Func{Coroutine})"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IEnumerable<Yield<T>> AsEnumerable<T>(Func<Coroutine<T>> make) => new CoroutineEnumerable<T>(make);

    /// <summary>Runs this coroutine inside the current greenlet, like a call, and waits for its end.</summary>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public void Await() => Baton.Wait(Waitables.From(this));

    /// <summary>The wait for this coroutine, which runs it inside the greenlet that waits: for a method that is to return a suspension and is written as a coroutine.</summary>
    public Suspension AsSuspension() => Waitables.From(this);

    /// <summary>The method, and where it stands.</summary>
    public override string ToString() => $"{(IsOver ? "ended " : IsStarted ? "" : "not started ")}{Location.ToString()[3..]}";

    /// <summary>Marks the coroutine as running under <paramref name="caller"/>.</summary>
    /// <exception cref="InvalidOperationException">It has been started before.</exception>
    internal void Start(Coroutine? caller)
    {
        if (IsStarted) throw new InvalidOperationException($"The coroutine '{Location.Method}' has been started already. A coroutine runs once: call the method again for a new one.");
        IsStarted = true;
        IsOver = false; // a frame of the library's own may be run anew
        Caller = caller;
    }

    bool IEnumerator.MoveNext() => throw ByHand();

    void IEnumerator.Reset() => throw new NotSupportedException("A coroutine runs once and cannot be reset.");

    void IDisposable.Dispose()
    {
    }

    private protected static NotSupportedException ByHand() =>
        new("A coroutine is not enumerated by hand: Spawn it, yield return it, or Await() it.");
}

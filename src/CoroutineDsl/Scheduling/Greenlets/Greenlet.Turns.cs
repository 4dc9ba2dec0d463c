using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <content>Waits that are over at once, and the turns of the others: after many such waits in a row the greenlet goes to the end of the run queue.</content>
public partial class Greenlet
{
    /// <summary>Starts to wait in a frame.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [System.Diagnostics.StackTraceHidden]
    internal bool BeginWait(Coroutine frame, WaitSource source, object? state, long argument)
    {
        ThrowIfPending(source);
        if (!ReferenceEquals(Leaf, frame)) Leaf = frame;
        return source.Begin(this, state, argument) && (State.Spend() || TakeTurnAfter(frame, source));
    }

    // a coroutine that was called and has ended is no wait of its own: those inside it have been counted
    private bool TakeTurnAfter(Coroutine frame, WaitSource source)
    {
        if (!ReferenceEquals(Leaf, frame)) return true;
        TakeTurn(source.ActualFor(this));
        return false;
    }

    /// <summary>Counts a wait that is over at once. <c>false</c>: the others go first, and the outcome is to be had where the greenlet is resumed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Spend() => State.Spend();

    /// <summary>A wait is over that has no outcome: whether the frame goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Satisfied(Coroutine frame) => State.Spend() || BeginTurn(frame);

    /// <summary>A wait is over with a value: whether the frame goes on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Satisfied<T>(Coroutine frame, T value) => State.Spend() || TakeTurnWith(frame, Runtime.ValueSource<T>.Of(value));

    /// <summary>A wait is over, and its source has the outcome; the others go first. Always <c>false</c>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal bool TakeTurnWith(Coroutine frame, WaitSource source)
    {
        Leaf = frame;
        TakeTurn(source);
        return false;
    }

    /// <summary>
    /// Goes to the end of the run queue, where the loop puts it: here the hub would have to be read from the greenlet first, which was just read from that queue, and a switch would have to wait for the one before it.
    /// Never over at once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [System.Diagnostics.StackTraceHidden]
    internal bool BeginTurn(Coroutine frame)
    {
        if (!State.TryBeginYield()) BeginOther();
        if (!ReferenceEquals(Leaf, frame)) Leaf = frame;
        return false;
    }

    /// <summary>A turn after another kind of wait.</summary>
    [System.Diagnostics.StackTraceHidden]
    private void BeginOther()
    {
        if (State.ThrowsNext) ThrowPending();
        Source = null;
        State.BeginYieldAfterSource();
    }
}

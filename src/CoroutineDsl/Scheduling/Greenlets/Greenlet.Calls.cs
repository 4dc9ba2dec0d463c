using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <content>Frames that call others, and how those return.</content>
public partial class Greenlet
{
    /// <summary>
    /// Runs a child frame. Directly, on the stack of its caller, so that a child which completes without suspending costs a virtual call;
    /// beyond a certain depth through the trampoline, so that the stack does not bound recursion.
    /// </summary>
    [System.Diagnostics.StackTraceHidden]
    internal bool Call(Coroutine frame, Coroutine child)
    {
        if (State.ThrowsNext) ThrowPending();
        child.Start(frame);
        Leaf = child;
        child.IsDirect = true;
        return Run(child, frame.Depth);
    }

    /// <summary>As <see cref="Call"/>, for a stream, which is called for each of its values.</summary>
    internal bool Step(Coroutine stream, Coroutine caller)
    {
        if (!ReferenceEquals(Leaf, stream)) Leaf = stream;
        stream.IsDirect = true;
        return Run(stream, caller.Depth);
    }

    /// <summary>Runs a new frame on the stack of another, so many frames down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [System.Diagnostics.StackTraceHidden]
    private bool Run(Coroutine frame, byte depth)
    {
        if (depth < Hub.MaxDepth)
        {
            frame.Depth = (byte)(depth + 1);
            if (frame.Resume(this)) return frame.IsOver = true;
            frame.Depth = 0;
        }
        else
        {
            State.BeginCall();
        }

        frame.IsDirect = false; // goes on in the trampoline
        return false;
    }

    /// <summary>A child frame has ended with a value; its caller's wait gives it.</summary>
    internal void Return(Coroutine child)
    {
        child.IsOver = true;
        if (!ReferenceEquals(Leaf, child)) Leaf = child;
        State.Return();
    }

    /// <summary>A child frame has ended with an exception; the caller's wait throws it.</summary>
    internal void ThrowTo(Coroutine caller, Exception exception)
    {
        if (caller is ThreadFrame) StackText.Settle(exception);
        More.SetPassing(exception);
        Leaf = caller;
        State.ThrowToCaller();
    }
}

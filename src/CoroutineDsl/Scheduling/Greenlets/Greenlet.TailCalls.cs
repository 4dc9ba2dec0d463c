using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <content>Frames that have handed their place to another: nothing goes on there, and they stand on the stack only to be looked at.</content>
public partial class Greenlet
{
    /// <summary>So many of the last in a row are kept at least, and twice as many at most.</summary>
    internal const int KeptTails = 8;

    /// <summary>
    /// As <see cref="Call"/>, for a frame whose last act this is: where the other ends, the frame's own caller goes on. The frame lets go of what it refers to, and only the last few such frames are kept, for
    /// traces. So recursion of this kind needs no memory.
    /// </summary>
    [System.Diagnostics.StackTraceHidden]
    internal bool Forward(Coroutine frame, Coroutine other)
    {
        if (State.ThrowsNext) ThrowPending();
        other.Start(frame);
        var before = frame.Caller is { } caller ? caller.Over : 0;
        if (before == 2 * KeptTails) before = Shorten(frame);
        frame.Over = (byte)(before + 1);
        Leaf = other;
        other.IsDirect = true;
        if (Run(other, frame.Depth)) return true;
        frame.Release();
        return false;
    }

    /// <summary>The frame that goes on after one: its caller, but for those that have handed their place on.</summary>
    internal static Coroutine? CallerOf(Coroutine frame)
    {
        var caller = frame.Caller;
        while (caller is { IsOver: true }) caller = caller.Caller;
        return caller;
    }

    /// <summary>Of those that handed their place on before this frame only the last stay. How many they are.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Shorten(Coroutine frame)
    {
        var last = frame.Caller!;
        for (var left = KeptTails; ; left--)
        {
            last.Over = (byte)left;
            if (left == 1) break;
            last = last.Caller!;
        }

        last.Caller = CallerOf(last);
        return KeptTails;
    }

    /// <summary>The last frame has ended, or failed.</summary>
    private static void Leave(Coroutine frame)
    {
        frame.IsOver = true;
        frame.Caller = null;
        frame.Release();
    }
}

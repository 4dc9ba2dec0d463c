using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A wait: what <c>Sleep</c>, <c>queue.Put</c> or <c>socket.SendAll</c> return, to be yielded or awaited. It is cold: making one does nothing, and dropping it loses nothing. Only the arguments are checked at the
/// call; the state of what is waited for is looked at where it is yielded or awaited. What acts at the call, such as <see cref="Greenlet.Kill(Exception?, TimeSpan?)"/>, says so.
/// </summary>
/// <remarks>
/// <para>Wait for it once. A further wait does the operation again, or throws an <see cref="InvalidOperationException"/> where the suspension keeps the state of one wait (a coroutine, a barrier, a channel, a join of many).</para>
/// <para>A lowered body that awaits or yields a call at once makes no suspension (<see cref="BeginsAttribute"/>). One that is kept in a variable may allocate.</para>
/// </remarks>
public readonly struct Suspension : IUntypedSuspension
{
    internal readonly WaitSource? Source; // null: already over, or a turn
    internal readonly object? State;
    internal readonly long Argument;

    internal Suspension(WaitSource source, long argument = 0, object? state = null)
    {
        Source = source;
        Argument = argument;
        State = state;
    }

    private Suspension(long argument)
    {
        Argument = argument;
    }

    Suspension IUntypedSuspension.Untyped => this;

    /// <summary>A wait that is already over.</summary>
    public static Suspension Completed => default;

    /// <summary>One turn for everybody who is ready. By far the most frequent wait: it has no source, which lowered code sees without a call.</summary>
    internal static Suspension Turn => new(1);

    internal bool IsCompleted => Source is null && Argument == 0;

    internal bool IsTurn => Source is null && Argument != 0;

    /// <summary>Waits here, and lets the other greenlets run. See the design page for what that means where.</summary>
    /// <exception cref="BlockingSwitchOutException">The hub has parked as many threads as <see cref="HubOptions.MaxParkedThreads"/> allows.</exception>
    /// <exception cref="LoopExitException">This is the main program, and nothing can ever end the wait.</exception>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public void Await() => Baton.Wait(this);

    /// <summary>Makes the suspension awaitable from <c>async</c> code that runs on the hub.</summary>
    public SuspensionAwaiter GetAwaiter() => new(this);
}

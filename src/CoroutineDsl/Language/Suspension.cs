using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A wait: what <c>Sleep</c>, <c>queue.Put</c> or <c>socket.SendAll</c> return, to be yielded or awaited. The operation is tried at the call;
/// only where it would block does waiting begin, when the suspension is yielded or awaited, and until then nothing is queued anywhere.
/// </summary>
/// <remarks>A value of a few words; making one allocates nothing. Wait for it once, on the thread of the hub that made it.</remarks>
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
    [AwaitMethod]
    public void Await() => Baton.Wait(this);

    /// <summary>Makes the suspension awaitable from <c>async</c> code that runs on the hub.</summary>
    public SuspensionAwaiter GetAwaiter() => new(this);
}

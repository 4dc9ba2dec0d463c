namespace CoroutineDsl;

/// <summary>A call in plain code that blocks the hub's thread, or keeps a thread of its own while it waits.</summary>
/// <param name="Name">What waits: the method of .NET (<c>Monitor.Enter</c>), or what the hub is waited for.</param>
/// <param name="Frames">The program's own frames, innermost first: who made the call, who called that, up to the coroutine. Empty where they are not known, as in a natively compiled program.</param>
public sealed record BlockingCall(string Name, IReadOnlyList<FrameLocation> Frames)
{
    /// <summary>How many threads it has made the process need so far (<see cref="Hub.ThreadMade"/>); 0 for a call that blocks the hub itself.</summary>
    public int Threads { get; init; }

    /// <summary>The name, and a line for each frame.</summary>
    public override string ToString() => $"{Name}{(Threads == 0 ? "" : $" ({Threads} thread{(Threads == 1 ? "" : "s")})")}, called\n{string.Join('\n', Frames.Select(frame => "   " + frame))}";
}

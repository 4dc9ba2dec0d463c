using System.Globalization;

namespace CoroutineDsl;

/// <summary>A greenlet has kept its hub busy for longer than <see cref="HubOptions.MaxBlockingTime"/> without a wait: nothing else of that hub could run.</summary>
/// <param name="Greenlet">Its name.</param>
/// <param name="Duration">How long it has run so far; it goes on.</param>
/// <param name="StackFrames">Its logical stack, innermost frame first: where it last went on from.</param>
public sealed record BlockedReport(string Greenlet, TimeSpan Duration, IReadOnlyList<FrameLocation> StackFrames)
{
    /// <summary>Where its thread waits while other greenlets have threads parked, which may be a deadlock over a lock of .NET: who these are, where they wait, and what to do. Else <c>null</c>.</summary>
    public string? Details { get; init; }

    /// <summary>
    /// The call of .NET that its thread is stuck in, and the program's own frames up to the coroutine. <c>null</c> where that is not known: .NET tells of waits for locks, events, semaphores, tasks, threads and processes, not of
    /// <c>Thread.Sleep</c>, of calls of the system, or of code that computes.
    /// </summary>
    public BlockingCall? Call { get; init; }

    /// <summary>Whether its thread waits, and does not run or call the system.</summary>
    internal bool IsAsleep { get; init; }

    /// <summary>As it is written to standard error.</summary>
    public override string ToString() =>
        $"{Greenlet} has kept its hub busy for {Duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms. It last went on\n{string.Join('\n', StackFrames.Select(frame => "   " + frame))}\n{Doing}{(Details is null ? "" : "\n" + Details)}";

    private string Doing => Call is not null ? $"Its thread is stuck in {Call}"
        : IsAsleep ? "Its thread sleeps (Thread.Sleep). CORO004 and CORO018 name such calls in a build."
        : "Its thread computes, or is in a call of the system, as Socket.Receive is. CORO004, CORO009 and CORO018 name such places in a build.";
}

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

    /// <summary>As it is written to standard error.</summary>
    public override string ToString() =>
        $"{Greenlet} has kept its hub busy for {Duration.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms. It last went on\n{string.Join('\n', StackFrames.Select(frame => "   " + frame))}{(Details is null ? "" : "\n" + Details)}";
}

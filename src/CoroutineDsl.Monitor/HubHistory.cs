using System.Diagnostics;

namespace CoroutineDsl.Monitor;

/// <summary>What the page says about one hub without looking at its greenlets: a few numbers each second, and those of the last minutes.</summary>
internal sealed class HubHistory(HubInsight insight)
{
    private const int Length = 300;

    private readonly Queue<HubNumbers> _last = new();
    private (long Steps, long Time)? _before;

    public HubInsight Insight => insight;

    public IReadOnlyCollection<HubNumbers> Last => _last;

    /// <summary>The numbers of now; called once a second.</summary>
    public HubNumbers? Look()
    {
        if (insight.Hub is not { } hub) return null;
        var now = Stopwatch.GetTimestamp();
        var steps = hub.Loop.Trampoline.Steps;
        var rate = _before is { } before && now > before.Time ? Math.Max(0, steps - before.Steps) / Stopwatch.GetElapsedTime(before.Time, now).TotalSeconds : 0;
        var since = _before?.Time ?? now - Stopwatch.Frequency;
        _before = (steps, now);
        var (running, duration) = insight.Load.Running;
        var worst = insight.Load.LagsSince(since).Worst;
        var oneInTwenty = insight.Load.LagsSince(0).OneInTwenty; // a second has ten only
        var numbers = new HubNumbers(
            DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), hub.Count, Math.Clamp(hub.Ready.Count, 0, hub.Count), hub.Timers.Count, hub.Inbox.SocketCount, hub.HandOff.ParkedThreads, rate,
            worst.TotalMilliseconds, oneInTwenty.TotalMilliseconds, insight.Load.BusyRatioSince(since), hub.EndedCount + hub.Count, hub.EndedCount, hub.Failures.FailureCount, running?.Name, running?.Id, running is null ? 0 : duration.TotalMilliseconds);
        _last.Enqueue(numbers);
        if (_last.Count > Length) _last.Dequeue();
        return numbers;
    }
}

/// <summary>The numbers of one second. The lag is the worst of it; the other one, which one post in twenty has waited at least, is of the last twelve.</summary>
internal readonly record struct HubNumbers(
    long Time, int Greenlets, int Runnable, int Timers, int Sockets, int ParkedThreads, double SwitchesPerSecond, double LagMs, double OneInTwentyMs, double Busy, long Spawns, long Ends, long Failures, string? Running, long? RunningId, double RunningMs);

using System.Text;

namespace CoroutineDsl;

/// <summary>
/// A dump in two looks: one look does not show what grows, nor who computes now and then. The hub is listened to between them, so that the second names who spawned what has come, and since when others wait.
/// </summary>
internal sealed class DumpLook : IDisposable
{
    private const int MaxPlaces = 10;

    /// <summary>In a few seconds fewer come than in the time between two dumps.</summary>
    private const int MinGrowth = 3;

    /// <summary>After so long a second look tells since when others stand where they do, and what grows.</summary>
    private static readonly TimeSpan s_while = TimeSpan.FromSeconds(10);

    private readonly Hub _hub;
    private readonly IDisposable _watch;
    private readonly HubProfiler _profiler;

    public DumpLook(Hub hub)
    {
        _hub = hub;
        _watch = GreenletTree.Watch(hub);
        _profiler = HubProfiler.Start(hub);
        try
        {
            Before = GreenletTree.Capture(hub);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The first look.</summary>
    public GreenletTree Before { get; }

    /// <summary>The first look in words. What looks wrong stands at the end of the second once more.</summary>
    public string First(bool isWhole) => TreeText.Of(Before, isWhole, isEnd: false);

    /// <summary>What the time since has shown: who used the hub's time, where more stand; then what looks wrong, by both looks and the last dump. Any thread but the hub's.</summary>
    public string Second()
    {
        _profiler.Dispose();
        var after = GreenletTree.Capture(_hub);
        var text = new StringBuilder();
        text.Append("--- hub ").Append(after.HubName).Append(", in the second since ---\n");
        foreach (var place in _profiler.Places().Take(MaxPlaces))
            text.Append("  busy with ").Append(place.Greenlet).Append(" for about ").Append(TreeText.Span(place.Samples * HubSampler.Pause)).Append(", after ").Append(TreeText.Short(place.Place)).Append('\n');
        var report = after.Leaks(Before);
        foreach (var change in report.Changes.Where(change => change.Count > 0).Take(MaxPlaces)) text.Append("  ").Append(LeakReport.Line(change)).Append(report.SpawnedBy(change)).Append('\n');
        End(text, after);
        return text.ToString();
    }

    public void Dispose()
    {
        _profiler.Dispose();
        _watch.Dispose();
    }

    /// <summary>What looks wrong, where a terminal is read first.</summary>
    private void End(StringBuilder text, GreenletTree after)
    {
        var insight = HubInsight.Of(_hub);
        var earlier = insight.LastDump ?? Before;
        insight.LastDump = after;
        var troubles = after.TakenAt - earlier.TakenAt < s_while ? TroubleLines.Of(after, earlier, MinGrowth) : TroubleLines.Of(after, earlier);
        text.Append(troubles.Count == 0 ? "Nothing looks wrong.\n" : "What looks wrong, in all:\n");
        foreach (var trouble in troubles) text.Append("  ").Append(trouble).Append('\n');
        var known = after.TakenAt - after.FirstLook;
        if (after.FirstLook >= Before.TakenAt || known < s_while)
            text.Append("Look again in a while: nobody had looked until ").Append(TreeText.Span(known)).Append(" ago, so that since when each stands there is not known, nor what grows slowly. The next dump is compared with this one.\n");
    }
}

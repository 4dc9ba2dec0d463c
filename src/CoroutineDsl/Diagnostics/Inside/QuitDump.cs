using System.Runtime.InteropServices;
using System.Text;

namespace CoroutineDsl;

/// <summary>Writes dumps to standard error when the process gets SIGQUIT. On the signal's own thread: a stuck hub does not silence it.</summary>
internal static class QuitDump
{
    private const int MaxPlaces = 10;

    /// <summary>How long after a dump is looked again: one look does not show what grows, nor who computes now and then.</summary>
    private static readonly TimeSpan s_afterwards = TimeSpan.FromSeconds(1);

    private static readonly Lock s_gate = new();
    private static readonly List<WeakReference<Hub>> s_hubs = [];
    private static PosixSignalRegistration? s_registration;

    /// <summary>From now on the hub's greenlets are written too.</summary>
    public static void Register(Hub hub)
    {
        lock (s_gate)
        {
            s_hubs.Add(new WeakReference<Hub>(hub));
            s_registration ??= PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context =>
            {
                context.Cancel = true;
                try
                {
                    WriteAll();
                }
                catch (Exception exception)
                {
                    Console.Error.WriteLine($"The greenlets cannot be written: {exception}"); // and the program goes on
                }
            });
        }
    }

    private static List<Hub> Hubs()
    {
        List<Hub> hubs = [];
        lock (s_gate)
        {
            s_hubs.RemoveAll(reference => !reference.TryGetTarget(out var hub) || hub.IsDisposed);
            foreach (var reference in s_hubs)
            {
                if (reference.TryGetTarget(out var hub)) hubs.Add(hub);
            }
        }

        return hubs;
    }

    private static void WriteAll()
    {
        var looks = new List<(Hub Hub, GreenletTree Tree, HubProfiler Profiler)>();
        foreach (var hub in Hubs())
        {
            var tree = GreenletTree.Capture(hub);
            Console.Error.Write($"--- hub {tree.HubName} of process {Environment.ProcessId} at {tree.TakenAt:u} ---\n{tree}");
            looks.Add((hub, tree, HubProfiler.Start(hub)));
        }

        Thread.Sleep(s_afterwards);
        foreach (var (hub, before, profiler) in looks)
        {
            profiler.Dispose();
            Console.Error.Write(Afterwards(before, GreenletTree.Capture(hub), profiler));
            Console.Error.Write("--- end ---\n");
        }
    }

    /// <summary>A hub's greenlets, and a second later what that second has shown. Any thread but the hub's.</summary>
    public static string Take(Hub hub, bool isWhole)
    {
        using var profiler = HubProfiler.Start(hub);
        var tree = GreenletTree.Capture(hub);
        Thread.Sleep(s_afterwards);
        profiler.Dispose();
        return tree.ToString(isWhole) + Afterwards(tree, GreenletTree.Capture(hub), profiler);
    }

    /// <summary>What a second look shows: who used the hub's time since, and where more stand.</summary>
    private static string Afterwards(GreenletTree before, GreenletTree after, HubProfiler profiler)
    {
        var text = new StringBuilder();
        text.Append("--- hub ").Append(after.HubName).Append(", in the second since ---\n");
        foreach (var place in profiler.Places().Take(MaxPlaces)) text.Append("  busy with ").Append(place.Greenlet).Append(", at ").Append(TreeText.Short(place.Place)).Append(": about ").Append(TreeText.Span(place.Samples * HubSampler.Pause)).Append('\n');
        var report = after.Leaks(before);
        foreach (var change in report.Changes.Where(change => change.Count > 0).Take(MaxPlaces)) text.Append("  ").Append(LeakReport.Line(change)).Append(report.SpawnedBy(change)).Append('\n');
        return text.ToString();
    }
}

using System.Diagnostics;
using System.Net.Http;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>How long a hub with many parked greenlets stands still while somebody looks at all of them: the longest time between two turns of a greenlet that is always ready.</summary>
internal static partial class SeeDriver
{
    private static long s_longest;
    private static bool s_isOver;

    public static void Run(int count, Action<string, double> print)
    {
        using var group = new HubGroup(1, new HubOptions { MaxBlockingTime = null });
        var hub = group[0];
        group.Spawn(() => Fill(count)).Wait();
        var beat = group.Spawn(() => Beats(), hub: 0);
        using var monitor = HubMonitor.Start(0, new HubMonitorOptions { Output = TextWriter.Null, HasSocket = false });
        using var client = new HttpClient { BaseAddress = monitor.Url, Timeout = TimeSpan.FromMinutes(2) };
        Look("nobody", () => Thread.Sleep(1000));
        Look("capture", () => GreenletTree.Capture(hub));
        Look("dump", () => hub.Dump());
        Look("json", () => GreenletTree.Capture(hub).ToJson());
        Look("page", () => client.GetStringAsync("/api/greenlets?count=100").Wait());
        var tree = GreenletTree.Capture(hub);
        Look("leaks", () => GreenletTree.Capture(hub).Leaks(tree).ToString());
        using (GreenletTree.Watch(hub))
        {
            Look("capture_while_watched", () => GreenletTree.Capture(hub));
        }

        var here = new List<double>();
        for (var i = 0; i < 7; i++) group.Spawn(() => LooksHere(here), hub: 0).Wait();
        print("ms_of_a_capture_on_the_hub_itself", here.Order().ElementAt(3));
        Volatile.Write(ref s_isOver, true);
        beat.Wait();

        void Look(string name, Action look)
        {
            look();
            var longest = new List<double>();
            var took = new List<double>();
            for (var i = 0; i < 7; i++)
            {
                Volatile.Write(ref s_longest, 0);
                took.Add(Measure.Milliseconds(look));
                longest.Add(Stopwatch.GetElapsedTime(0, Volatile.Read(ref s_longest)).TotalMilliseconds);
            }

            print($"ms_longest_pause_{name}", longest.Order().ElementAt(3));
            print($"ms_worst_pause_{name}", longest.Max());
            print($"ms_taken_{name}", took.Order().ElementAt(3));
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Fill(int count)
    {
        var queue = new CoQueue<int>();
        for (var i = 0; i < count; i++) Spawn(i % 2 == 0 ? Parks(queue) : Naps());
        yield return Sleep(1);
    }

    [Coroutine]
    private static IEnumerator<Yield> Parks(CoQueue<int> queue)
    {
        yield return queue.Get();
    }

    [Coroutine]
    private static IEnumerator<Yield> Naps()
    {
        yield return Sleep(TimeSpan.FromHours(1));
    }

    [Coroutine]
    private static IEnumerator<Yield> Beats()
    {
        var last = Stopwatch.GetTimestamp();
        while (!Volatile.Read(ref s_isOver))
        {
            yield return Sleep();
            var now = Stopwatch.GetTimestamp();
            if (now - last > Volatile.Read(ref s_longest)) Volatile.Write(ref s_longest, now - last);
            last = now;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> LooksHere(List<double> taken)
    {
        yield return Sleep();
        taken.Add(Measure.Milliseconds(() => GreenletTree.Capture(Hub.Current)));
    }
}

using System.Diagnostics;

namespace CoroutineDsl.Benchmarks;

/// <summary>Two hubs, each on a thread of its own: what it costs to have something done by the other.</summary>
internal static partial class HubGroupDrivers
{
    private const int Items = 1_000_000;
    private const int Calls = 100_000;
    private const int Rounds = 5;

    public static IEnumerable<(string Metric, double Value)> All()
    {
        using var group = new HubGroup(2);
        yield return ("ns_per_item_of_a_channel", Median(Items, () => Channel(group)));
        yield return ("ns_per_ping_and_pong", Median(Calls, () => PingPong(group)));
        yield return ("ns_per_call_of_the_other_hub", Median(Calls, () => group.Spawn(() => CallAll(group), HubPlacement.Pinned(0)).Wait()));
        yield return ("ns_per_spawn_on_the_least_loaded", Median(Calls, () => group.Spawn(() => SpawnAll(group), HubPlacement.Pinned(0)).Wait()));
    }

    private static double Median(int count, Action pass) => Measure.Median(Rounds, () =>
    {
        var clock = Stopwatch.StartNew();
        pass();
        return clock.Elapsed.TotalNanoseconds / count;
    });

    private static void Channel(HubGroup group)
    {
        var channel = new HubChannel<int>(4096);
        var received = group.Spawn(() => Receive(channel), HubPlacement.Pinned(1));
        group.Spawn(() => Send(channel), HubPlacement.Pinned(0)).Wait();
        Check(received.Result, Items);
    }

    private static void PingPong(HubGroup group)
    {
        var (there, back) = (new HubChannel<int>(1), new HubChannel<int>(1));
        var answering = group.Spawn(() => Answer(there, back), HubPlacement.Pinned(1));
        Check(group.Spawn(() => Ask(there, back), HubPlacement.Pinned(0)).Result, Calls);
        answering.Wait();
    }

    private static void Check(long sum, long count)
    {
        if (sum != count * (count - 1) / 2) throw new InvalidOperationException($"the sum is {sum}");
    }

    [Coroutine]
    private static IEnumerator<Yield> Send(HubChannel<int> channel)
    {
        for (var i = 0; i < Items; i++)
        {
            if (!channel.TryPut(i)) channel.Put(i).Await();
        }

        channel.Complete();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Receive(HubChannel<int> channel)
    {
        var sum = 0L;
        foreach (var item in channel) sum += item;
        yield return sum;
    }

    [Coroutine]
    private static IEnumerator<Yield> Answer(HubChannel<int> there, HubChannel<int> back)
    {
        foreach (var item in there) back.Put(item).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Ask(HubChannel<int> there, HubChannel<int> back)
    {
        var sum = 0L;
        for (var i = 0; i < Calls; i++)
        {
            there.Put(i).Await();
            sum += back.Get().Await();
        }

        there.Complete();
        yield return sum;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Give(int value)
    {
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield> CallAll(HubGroup group)
    {
        var sum = 0L;
        for (var i = 0; i < Calls; i++)
        {
            var value = i;
            sum += group.Run(() => Give(value), HubPlacement.Pinned(1)).Await();
        }

        Check(sum, Calls);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnAll(HubGroup group)
    {
        var tasks = new Task<int>[Calls];
        for (var i = 0; i < Calls; i++)
        {
            var value = i;
            tasks[i] = group.Spawn(() => Give(value), HubPlacement.LeastLoaded);
        }

        var values = Task.WhenAll(tasks).Await();
        Check(values.Sum(value => (long)value), Calls);
        yield break;
    }
}

using System.Collections.Concurrent;
using CoroutineDsl.Tests.Net;
using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Storms;

/// <summary>What other threads send to a hub all arrives, once. On a real clock.</summary>
[Collection(Descriptors.Alone)]
public sealed partial class ThreadStormTests(ITestOutputHelper output)
{
    private const int Threads = 8;

    [Fact]
    public void Posts_of_eight_threads_arrive_each_threads_in_order()
    {
        var each = StormSize.Of(400_000) / Threads;
        using var hub = new Hub(new HubOptions());
        var next = new int[Threads];
        var disorder = 0;
        var done = new CoSemaphore(0);
        var threads = Start(Threads, number =>
        {
            for (var i = 0; i < each; i++)
            {
                var mine = i;
                hub.Post(() => { if (next[number]++ != mine) disorder++; });
            }

            hub.Post(() => done.Release());
        });
        var heartbeat = Spawn(Beat()); // the hub goes to sleep and wakes all the time
        for (var i = 0; i < Threads; i++) done.Acquire().Await();
        heartbeat.Kill().Await();
        threads.ForEach(thread => thread.Join());
        Assert.Equal(0, disorder);
        Assert.All(next, count => Assert.Equal(each, count));
    }

    [Fact]
    public void Results_set_by_threads_reach_those_who_wait_also_when_others_are_killed_or_lose_patience()
    {
        var seed = StormSize.Seed();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var hub = new Hub(new HubOptions());
        for (var left = StormSize.Of(40_000); left > 0; left -= 2000)
        {
            var results = Enumerable.Range(0, 1000).Select(_ => new AsyncResult<int>()).ToArray();
            var patient = results.Select(result => Spawn(Get(result))).ToList();
            var others = results.Select(result => Spawn(GetWithin(result, random.Next(4)))).ToList();
            var threads = Start(Threads, number =>
            {
                for (var i = number; i < results.Length; i += Threads) results[i].Set(i);
            });
            for (var i = 0; i < 100; i++)
            {
                _ = others[random.Next(others.Count)].Kill();
                Sleep().Await();
            }

            JoinAll(patient).Await();
            JoinAll(others).Await();
            threads.ForEach(thread => thread.Join());
            Assert.Equal(Enumerable.Range(0, 1000), patient.Select(greenlet => greenlet.Value));
            Assert.All(others, greenlet => Assert.True(greenlet.IsSuccessful));
            Assert.All(results, result => Assert.Equal(0, result.Statistics.Waiting));
            Assert.Equal((0, 0, 0), (hub.Count, hub.Timers.Count, hub.ExternalWaits));
        }
    }

    [Fact]
    public void What_is_offloaded_comes_back()
    {
        using var hub = new Hub(new HubOptions());
        var count = StormSize.Of(20_000) / 10;
        var all = Enumerable.Range(0, 10).Select(number => Spawn(Offloads(hub, number, count))).ToList();
        JoinAll(all, raiseError: true).Await();
        Assert.Equal(Enumerable.Repeat((long)count, 10), all.Select(greenlet => greenlet.Value));
        Assert.Equal((0, 0), (hub.Count, hub.ExternalWaits));
    }

    [Fact]
    public async Task A_channel_between_hubs_hands_on_each_item_once()
    {
        var seed = StormSize.Seed();
        output.WriteLine($"seed {seed}");
        var each = StormSize.Of(12_000) / 4;
        var channel = new CoChannel<int>(isShared: true);
        var (sent, got) = (new ConcurrentDictionary<int, bool>(), new ConcurrentQueue<int>());
        using var group = new HubGroup(3);
        var senders = Enumerable.Range(0, 4).Select(number => group.Spawn(() => Sends(channel, number, each, sent, new Random(seed + number)), hub: number % 3)).ToArray();
        var takers = Enumerable.Range(0, 3).Select(number => group.Spawn(() => Takes(channel, got, new Random(seed - number - 1)), hub: number)).ToArray();
        await Task.WhenAll(senders).WaitAsync(TimeSpan.FromMinutes(10));
        group[0].Post(channel.Complete);
        await Task.WhenAll(takers).WaitAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(sent.Keys.Order(), got.Order());
        Assert.Equal((0, 0), (channel.Statistics.WaitingGetters, channel.Statistics.WaitingPutters));
    }

    private static List<Thread> Start(int count, Action<int> work)
    {
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() => work(number)) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        return threads;
    }

    [Coroutine]
    private static IEnumerator<Yield> Beat()
    {
        while (true) yield return Sleep(1);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Get(AsyncResult<int> result)
    {
        yield return result.Get().Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> GetWithin(AsyncResult<int> result, int milliseconds)
    {
        try
        {
            result.Get(milliseconds).Await();
        }
        catch (CoTimeoutException)
        {
            // lost patience
        }

        yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Offloads(Hub hub, int number, int count)
    {
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            var given = i;
            if (hub.Offload(() => given + number).Await() == given + number) sum++;
        }

        yield return sum;
    }

    [Coroutine]
    private static IEnumerator<Yield> Sends(CoChannel<int> channel, int number, int count, ConcurrentDictionary<int, bool> sent, Random random)
    {
        for (var i = 0; i < count; i++)
        {
            try
            {
                channel.Put((i * 4) + number, TimeSpan.FromMilliseconds(random.Next(3))).Await();
                Assert.True(sent.TryAdd((i * 4) + number, true));
            }
            catch (QueueFullException)
            {
                // lost patience
            }
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(CoChannel<int> channel, ConcurrentQueue<int> got, Random random)
    {
        while (true)
        {
            try
            {
                got.Enqueue(channel.Get(TimeSpan.FromMilliseconds(random.Next(3))).Await());
            }
            catch (QueueEmptyException)
            {
                // lost patience
            }
            catch (QueueShutDownException)
            {
                yield break;
            }
        }
    }
}

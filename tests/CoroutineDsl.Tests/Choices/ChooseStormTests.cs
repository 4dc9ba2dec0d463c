using CoroutineDsl.Tests.Storms;
using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Choices;

/// <summary>Many choices over a few queues, with kills and timeouts: every item comes exactly once. COROUTINEDSL_STORM says how many choices, COROUTINEDSL_STORM_SEED repeats one.</summary>
public sealed partial class ChooseStormTests(ITestOutputHelper output) : HubTest
{
    private const int Queues = 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_item_comes_exactly_once(bool isFair)
    {
        var count = StormSize.Of(20_000);
        var seed = StormSize.Seed();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var hub = Start(new HubOptions { Seed = seed });
        var storm = new Storm(count, random, isFair);
        Spawn(Control(storm)).Await();
        Assert.Equal(count, storm.Put + storm.NotPut);
        Assert.Equal(storm.Put, storm.Got);
        Assert.All(storm.Times, times => Assert.True(times <= 1));
        Assert.Equal(storm.Permits, storm.Gate.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Shared_channels_meet_in_choices_on_several_hubs(int senders)
    {
        var count = StormSize.Of(4_000) / senders;
        using var group = new HubGroup(2);
        var channels = Enumerable.Range(0, 3).Select(_ => new CoChannel<int>(isShared: true)).ToArray();
        var got = new int[count * senders];
        var stop = new AsyncResult<bool>();
        var takers = Enumerable.Range(0, 2).Select(hub => group.Spawn(() => TakesShared(channels, got, stop), HubPlacement.Pinned(hub))).ToArray();
        var putters = Enumerable.Range(0, senders).Select(sender => group.Spawn(() => PutsShared(channels, sender * count, count), HubPlacement.Pinned(sender % 2))).ToArray();
        await Task.WhenAll(putters).WaitAsync(TimeSpan.FromSeconds(120));
        stop.Set(true);
        await Task.WhenAll(takers).WaitAsync(TimeSpan.FromSeconds(120));
        Assert.All(got, times => Assert.Equal(1, times));
    }

    [Coroutine]
    private static IEnumerator<Yield> PutsShared(CoChannel<int>[] channels, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var item = first + i;
            Choose(channels[i % 3].Put(item), channels[(i + 1) % 3].Put(item), Sleep(Timeout.InfiniteTimeSpan)).Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesShared(CoChannel<int>[] channels, int[] got, AsyncResult<bool> stop)
    {
        while (true)
        {
            var choice = Choose(channels[2].Get(), channels[1].Get(), channels[0].Get(), stop.Wait()).Await();
            if (choice.Index == 3) yield break;
            Interlocked.Increment(ref got[choice.Index switch { 0 => choice.Item1, 1 => choice.Item2, _ => choice.Item3 }]);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Control(Storm storm)
    {
        var takers = new Group();
        var putters = new Group();
        for (var i = 0; i < 16; i++) takers.Spawn(Takes(storm));
        for (var i = 0; i < 8; i++) putters.Spawn(PutsItems(storm));
        while (putters.Count > 0)
        {
            Sleep(storm.Random.Next(1, 4)).Await();
            var victim = takers.ElementAtOrDefault(storm.Random.Next(16));
            if (victim is not null) victim.Kill().Await();
            while (takers.Count < 16) takers.Spawn(Takes(storm));
        }

        while (storm.Items.Any(queue => !queue.IsEmpty)) Sleep(1).Await();
        takers.Kill().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> PutsItems(Storm storm)
    {
        while (storm.Next < storm.Count)
        {
            var item = storm.Next++;
            var one = storm.Items[storm.Random.Next(Queues)];
            var other = storm.Items[storm.Random.Next(Queues)];
            var choice = Choose(one.Put(item), other.Put(item), Sleep(storm.Random.Next(1, 20)), storm.IsFair).Await();
            if (choice.Index < 2) storm.Put++;
            else storm.NotPut++;
            if (storm.Random.Next(8) == 0) Sleep(storm.Random.Next(3)).Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(Storm storm)
    {
        while (true)
        {
            var first = storm.Random.Next(Queues);
            var items = storm.Items;
            var choice = Choose(items[first].Get(), items[(first + 3) % Queues].Get(), items[(first + 5) % Queues].Get(), storm.Gate.Acquire(5), storm.IsFair).Await();
            if (choice.Index == 3)
            {
                if (choice.Item4) storm.Gate.Release();
            }
            else
            {
                storm.Take(choice.Index switch { 0 => choice.Item1, 1 => choice.Item2, _ => choice.Item3 });
            }

            if (storm.Random.Next(16) == 0) yield return Sleep(1);
        }
    }

    private sealed class Storm(int count, Random random, bool isFair)
    {
        public readonly int Permits = 2;
        public readonly CoQueue<int>[] Items = [.. Enumerable.Range(0, Queues).Select(i => new CoQueue<int>(1 + i % 3))];
        public readonly CoSemaphore Gate = new(2);
        public readonly int[] Times = new int[count];

        public int Count => count;

        public Random Random => random;

        public bool IsFair => isFair;

        public int Next { get; set; }

        public int Put { get; set; }

        public int NotPut { get; set; }

        public int Got { get; private set; }

        public void Take(int item)
        {
            Times[item]++;
            Got++;
        }
    }
}

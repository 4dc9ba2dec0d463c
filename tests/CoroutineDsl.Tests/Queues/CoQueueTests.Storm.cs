using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Queues;

public sealed partial class CoQueueTests
{
    [Fact]
    public void Nothing_is_lost_or_doubled_where_getters_and_putters_are_killed_at_random()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using var hub = Start(new HubOptions { Seed = seed });
        for (var round = 0; round < 40; round++)
        {
            var queue = new CoQueue<int>(random.Next(1, 4));
            var (put, got) = (new List<int>(), new List<int>());
            var greenlets = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? Spawn(StormPutter(queue, i * 1000, put, random)) : Spawn(StormGetter(queue, got, random))).ToList();
            for (var i = 0; i < 30; i++)
            {
                Sleep(random.Next(3)).Await();
                _ = greenlets[random.Next(greenlets.Count)].Kill();
            }

            KillAll(greenlets).Await();
            Assert.Equal((0, 0), (queue.Statistics.WaitingGetters, queue.Statistics.WaitingPutters));
            while (queue.TryGet(out var item)) got.Add(item);
            Assert.True(put.Order().SequenceEqual(got.Order()), $"seed {seed}, round {round}");
        }

        Assert.Equal(0, hub.Timers.Count);
        Assert.Equal(0, hub.Count);
    }

    [Coroutine]
    private static IEnumerator<Yield> StormPutter(CoQueue<int> queue, int first, List<int> put, Random random)
    {
        for (var i = 0; i < 20; i++)
        {
            var isPut = true;
            try
            {
                if (random.Next(3) == 0) queue.Put(first + i, random.Next(3)).Await();
                else queue.Put(first + i).Await();
            }
            catch (QueueFullException)
            {
                isPut = false;
            }

            if (isPut) put.Add(first + i);
            if (random.Next(4) == 0) yield return Sleep(random.Next(2));
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> StormGetter(CoQueue<int> queue, List<int> got, Random random)
    {
        while (true)
        {
            try
            {
                if (random.Next(3) == 0) got.Add(queue.Get(random.Next(3)).Await());
                else got.Add(queue.Get().Await());
            }
            catch (QueueEmptyException)
            {
                // tries again
            }

            if (random.Next(4) == 0) yield return Sleep(random.Next(2));
        }
    }
}

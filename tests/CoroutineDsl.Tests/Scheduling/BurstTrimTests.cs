using CoroutineDsl.Tests.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>A hub that had many greenlets once does not keep the room for them. Alone, since it looks at the memory of the whole process.</summary>
[Collection(Descriptors.Alone)]
public partial class BurstTrimTests
{
    private const int Many = 500_000;

    [Fact]
    public void The_room_of_a_burst_is_given_back_when_the_hub_has_nothing_to_do()
    {
        using var hub = new Hub(new HubOptions { TimeProvider = new VirtualTime() });
        var before = GC.GetTotalMemory(true);
        Burst();
        var kept = GC.GetTotalMemory(true) - before;
        Sleep(TimeSpan.FromSeconds(1)).Await();
        var after = GC.GetTotalMemory(true) - before;
        Assert.InRange(kept, 8_000_000, long.MaxValue); // or there is nothing to give back, and nothing tested here
        Assert.InRange(after, long.MinValue, 1_500_000);
        Burst();
    }

    [Fact]
    public void An_array_is_trimmed_to_no_less_than_it_needs()
    {
        foreach (var (length, count, expected) in (ReadOnlySpan<(int, int, int)>)[(65536, 0, 32768), (65536, 20_000, 65536), (1 << 20, 100, 32768), (1 << 20, 200_000, 1 << 19), (1000, 0, 1000)])
        {
            var array = new byte[length];
            for (var i = 0; i < count; i++) array[i] = (byte)i;
            BurstTrim.Trim(ref array, count);
            Assert.Equal(expected, array.Length);
            for (var i = 0; i < count; i++) Assert.Equal((byte)i, array[i]);
        }
    }

    [Fact]
    public void A_trimmed_queue_goes_on()
    {
        using var hub = new Hub(new HubOptions());
        var queue = new RunQueue();
        var greenlets = Enumerable.Range(0, Many).Select(_ => new Greenlet(hub, null)).ToArray();
        for (var round = 0; round < 3; round++)
        {
            foreach (var greenlet in greenlets) queue.Add(greenlet);
            foreach (var greenlet in greenlets) Assert.Same(greenlet, queue.Take());
            queue.Trim();
            Assert.Same(greenlets[^1], queue.Taken);
            Assert.True(queue.IsEmpty);
        }

        queue.AddFirst(greenlets[0]);
        queue.Add(greenlets[1]);
        Assert.Same(greenlets[0], queue.Take());
        Assert.Same(greenlets[1], queue.Take());
    }

    /// <summary>All of them are ready at once, then asleep at once.</summary>
    private static void Burst()
    {
        for (var i = 0; i < Many; i++) Spawn(SleepFor(TimeSpan.FromMilliseconds(5)));
        Sleep(TimeSpan.FromMilliseconds(6)).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> SleepFor(TimeSpan time)
    {
        yield return Sleep(time);
    }
}

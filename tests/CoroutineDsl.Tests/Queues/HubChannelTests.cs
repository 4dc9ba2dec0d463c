using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Queues;

public sealed partial class HubChannelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Coroutine]
    private static IEnumerator<Yield> PutAll(HubChannel<(int Sender, int Number)> channel, int sender, int count)
    {
        for (var i = 0; i < count; i++) channel.Put((sender, i)).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int[]>> TakeAll(HubChannel<(int Sender, int Number)> channel, int senders)
    {
        var next = new int[senders];
        foreach (var (sender, number) in channel)
        {
            Assert.Equal(next[sender], number); // of each sender in its order
            next[sender]++;
        }

        yield return next;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1024)]
    public async Task All_that_several_hubs_put_comes_in_the_order_of_each(int capacity)
    {
        using var group = new HubGroup(3);
        var channel = new HubChannel<(int Sender, int Number)>(capacity);
        var received = group.Spawn(() => TakeAll(channel, 4), HubPlacement.Pinned(0));
        var sent = Enumerable.Range(0, 4).Select(sender => group.Spawn(() => PutAll(channel, sender, 2000), HubPlacement.Pinned(sender % 3))).ToArray();
        await Task.WhenAll(sent).WaitAsync(Patience);
        channel.Complete();
        Assert.Equal(new[] { 2000, 2000, 2000, 2000 }, await received.WaitAsync(Patience));
    }

    [Fact]
    public void It_says_what_there_is_no_room_for_and_what_does_not_come()
    {
        using var hub = new Hub(new HubOptions());
        var channel = new HubChannel<int>(capacity: 2);
        Make(channel.Put(9)); // cold: nothing is put
        Assert.Throws<TimeoutException>(() => { channel.Get(TimeSpan.FromMilliseconds(1)).Await(); });
        Assert.True(channel.TryPut(1));
        channel.Put(2).Await();
        Assert.False(channel.TryPut(3));
        Assert.Throws<TimeoutException>(() => { channel.Put(3, TimeSpan.FromMilliseconds(1)).Await(); });
        var putting = Spawn(PutOne(channel, 3));
        Assert.Equal(1, channel.Get().Await());
        putting.Get().Await();
        channel.Complete();
        Assert.Throws<QueueShutDownException>(() => { channel.TryPut(4); });
        Assert.Throws<QueueShutDownException>(() => { channel.Put(4).Await(); });
        Assert.Equal((2, 3), (channel.Get().Await(), channel.Get().Await()));
        Assert.Throws<QueueShutDownException>(() => { channel.Get().Await(); });
        Assert.Throws<ArgumentOutOfRangeException>(() => new HubChannel<int>(0));
    }

    /// <summary>Makes a suspension that nobody waits for.</summary>
    private static void Make(Suspension suspension) => GC.KeepAlive(suspension);

    [Coroutine]
    private static IEnumerator<Yield> PutOne(HubChannel<int> channel, int item)
    {
        channel.Put(item).Await();
        yield break;
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Queues;

public sealed partial class CoChannelTests : HubTest
{
    [Fact, Trait("Row", "210")]
    public void A_put_is_over_when_its_item_was_taken()
    {
        using var hub = Start();
        var channel = new CoChannel<string>();
        Spawn(GetsTwice(channel));
        Add("sending");
        channel.Put("hello").Await();
        Add("sent-hello");
        channel.Put("world").Await();
        Add("sent-world");
        Assert.Equal("sending hello sent-hello world sent-world", Trace);
    }

    [Fact, Trait("Row", "211")]
    public void A_getter_that_waits_goes_on_before_its_putter()
    {
        using var hub = Start();
        var channel = new CoChannel<string>();
        Spawn(PutsTwice(channel));
        Add("waiting");
        Add(channel.Get().Await());
        Add(channel.Get().Await());
        Assert.Equal("waiting sending-hello hello sending-world world", Trace);
        Sleep().Await();
        Assert.EndsWith("world sent-world", Trace, StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "209"), Trait("Row", "190"), Trait("Row", "208")]
    public void Without_a_partner_there_is_nothing_now()
    {
        using var hub = Start();
        var channel = new CoChannel<string>();
        Assert.False(channel.TryPut("x"));
        Assert.Throws<QueueFullException>(() => channel.PutNoWait("x"));
        Assert.Throws<QueueEmptyException>(() => channel.GetNoWait());
        Assert.Throws<QueueFullException>(() => channel.Put("x", 10).Await());
        Assert.Throws<QueueEmptyException>(() => channel.Get(10).Await());
        Assert.Equal(0.02, Now);
        Assert.Equal(0, channel.Balance);
        var putter = Spawn(PutsTwice(channel));
        Sleep().Await();
        Assert.False(putter.IsReady);
        Assert.Equal(1, channel.Balance);
        Assert.Equal("hello", channel.GetNoWait());
        Assert.Equal("world", channel.Get().Await());
        putter.Join().Await();
        Spawn(GetsTwice(channel));
        Sleep().Await();
        Assert.Equal(-1, channel.Balance);
        channel.PutNoWait("now");
        Sleep().Await();
        Assert.EndsWith("now", Trace, StringComparison.Ordinal);
    }

    [Fact, Trait("Row", "212")]
    public void Complete_ends_a_foreach_after_what_is_still_offered()
    {
        using var hub = Start();
        var channel = new CoChannel<string>();
        var reader = Spawn(Iterates(channel));
        Sleep().Await();
        channel.Put("a").Await();
        channel.Complete();
        reader.Await();
        Assert.Equal("a end", Trace);
        Assert.Throws<QueueShutDownException>(() => channel.Put("b").Await());
        Assert.Throws<QueueShutDownException>(() => channel.Get().Await());
        var other = new CoChannel<string>();
        Spawn(PutsTwice(other));
        Sleep().Await();
        other.Complete();
        Assert.Equal("hello", other.Get().Await());
        Assert.Throws<QueueShutDownException>(() => other.Get().Await());
    }

    [Fact]
    public void Complete_ends_getters_that_wait()
    {
        using var hub = Start();
        var channel = new CoChannel<string>();
        var getter = Spawn(GetsTwice(channel));
        Sleep().Await();
        channel.Complete();
        getter.Join().Await();
        Assert.IsType<QueueShutDownException>(getter.Exception);
    }

    [Fact, Trait("Row", "4")]
    public void Links_may_put_into_it()
    {
        using var hub = Start();
        var channel = new CoChannel<Greenlet>();
        var greenlets = Enumerable.Range(0, 3).Select(_ => Spawn(Returns())).ToArray();
        foreach (var greenlet in greenlets) greenlet.Link(ended => channel.Put(ended).Await());
        Assert.Equal(greenlets, Enumerable.Range(0, 3).Select(_ => channel.Get().Await()));
    }

    [Fact]
    public void One_that_is_killed_leaves_nothing_behind()
    {
        using var hub = Start();
        var channel = new CoChannel<string>();
        Spawn(GetsTwice(channel)).Kill(Seconds(1)).Await();
        var getter = Spawn(GetsTwice(channel));
        Sleep().Await();
        getter.Kill().Await();
        Assert.Equal(0, channel.Balance);
        var putter = Spawn(PutsTwice(channel));
        Sleep().Await();
        putter.Kill().Await();
        Assert.Equal(0, channel.Balance);
        Assert.False(channel.TryGet(out _));
    }

    [Fact]
    public void It_is_for_one_hub_unless_it_is_shared()
    {
        using var hub = Start();
        var channel = new CoChannel<int>();
        channel.TryGet(out _);
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => channel.TryPut(1)));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Fact]
    public void A_shared_one_loses_nothing_between_hubs()
    {
        const int Hubs = 3, Items = 2000;
        var channel = new CoChannel<int>(isShared: true);
        long sum = 0;
        var putters = Enumerable.Range(0, Hubs).Select(_ => new Thread(() =>
        {
            using var hub = new Hub(new HubOptions());
            Spawn(PutsNumbers(channel, Items)).Await();
        })).ToArray();
        var getters = Enumerable.Range(0, Hubs).Select(_ => new Thread(() =>
        {
            using var hub = new Hub(new HubOptions());
            Interlocked.Add(ref sum, Spawn(Sums(channel)).Await());
        })).ToArray();
        foreach (var thread in getters.Concat(putters)) thread.Start();
        foreach (var thread in putters) thread.Join();
        channel.Complete();
        foreach (var thread in getters) thread.Join();
        Assert.Equal((long)Hubs * Items * (Items + 1) / 2, sum);
        Assert.Equal(0, channel.Balance);
    }

    [Coroutine]
    private IEnumerator<Yield> GetsTwice(CoChannel<string> channel)
    {
        Add(channel.Get().Await());
        Add(channel.Get().Await());
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> PutsTwice(CoChannel<string> channel)
    {
        Add("sending-hello");
        yield return channel.Put("hello");
        Add("sending-world");
        yield return channel.Put("world");
        Add("sent-world");
    }

    [Coroutine]
    private IEnumerator<Yield> Iterates(CoChannel<string> channel)
    {
        foreach (var item in channel) Add(item);
        Add("end");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Returns()
    {
        yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> PutsNumbers(CoChannel<int> channel, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            if (i % 3 == 0)
            {
                while (true)
                {
                    var isPut = true;
                    try
                    {
                        channel.Put(i, 1).Await();
                    }
                    catch (QueueFullException)
                    {
                        isPut = false;
                    }

                    if (isPut) break;
                }
            }
            else
            {
                yield return channel.Put(i);
            }
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Sums(CoChannel<int> channel)
    {
        var sum = 0L;
        foreach (var item in channel) sum += item;
        yield return sum;
    }
}

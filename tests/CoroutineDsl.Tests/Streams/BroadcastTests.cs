using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

public sealed partial class BroadcastTests : HubTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_subscribers_get_the_values_in_one_order(bool byTry)
    {
        using var hub = Start();
        var broadcast = new CoBroadcast<int>(capacity: 1);
        using CoBroadcast<int>.Subscription one = broadcast.Subscribe(), other = broadcast.Subscribe();
        using var first = one.GetEnumerator();
        using var second = other.GetEnumerator();
        broadcast.TryPublish(1);
        Spawn(broadcast.Publish(2)); // waits for room in the first buffer
        Sleep().Await();
        Assert.True(first.Step().Await()); // and has it from here on
        Assert.True(second.Step().Await());
        Assert.True(first.Step().Await()); // so that there is room for another
        if (byTry) broadcast.TryPublish(3);
        else Spawn(broadcast.Publish(3));
        broadcast.Complete();
        Assert.Equal(2, first.Current);
        Assert.True(second.Step().Await());
        Assert.Equal(2, second.Current);
    }

    [Fact]
    public void Many_publishers_and_slow_subscribers_agree_on_the_order()
    {
        using var hub = Start();
        var broadcast = new CoBroadcast<int>(capacity: 2);
        var subscribers = SpawnAll(Enumerable.Range(0, 4), i => Hears(broadcast.Subscribe(), i));
        var publishers = new Group(SpawnAll(Enumerable.Range(0, 5), i => Publishes(broadcast, i)));
        Sleep(20).Await();
        Spawn(Publishes(broadcast, 5)).Kill().Await(); // one that leaves loses nothing of the others
        publishers.Join().Await();
        broadcast.Complete();
        var heard = subscribers.Select(subscriber => string.Join(' ', subscriber.Get().Await())).ToArray();
        Assert.Equal(5 * 20, heard[0].Split(' ').Length);
        Assert.All(heard, values => Assert.Equal(heard[0], values));
    }

    [Coroutine]
    private static IEnumerator<Yield> Publishes(CoBroadcast<int> broadcast, int publisher)
    {
        for (var i = 0; i < 20; i++)
        {
            Sleep(publisher).Await();
            yield return broadcast.Publish((publisher * 100) + i);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<List<int>>> Hears(CoEnumerable<int> values, int pause)
    {
        var heard = new List<int>();
        foreach (var value in values)
        {
            heard.Add(value);
            Sleep(pause).Await();
        }

        yield return heard;
    }

    [Fact]
    public void A_publisher_that_is_killed_lets_the_next_one_publish()
    {
        using var hub = Start();
        var broadcast = new CoBroadcast<int>(capacity: 1);
        using var subscription = broadcast.Subscribe();
        broadcast.TryPublish(1);
        var killed = Spawn(broadcast.Publish(2));
        var next = Spawn(broadcast.Publish(3));
        Sleep().Await();
        killed.Kill().Await();
        Assert.Equal(1, subscription.First().Await()); // and leaves
        next.Get().Await();
        Assert.True(broadcast.TryPublish(4));
    }
}

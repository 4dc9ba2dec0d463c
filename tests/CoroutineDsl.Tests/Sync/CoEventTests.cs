using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class CoEventTests : HubTest
{
    [Fact, Trait("Row", "164")]
    public void Set_and_clear_are_idempotent()
    {
        using var hub = Start();
        var e = new CoEvent();
        Assert.False(e.IsSet);
        e.Set();
        e.Set();
        Assert.True(e.IsSet);
        e.Clear();
        e.Clear();
        Assert.False(e.IsSet);
    }

    [Theory, Trait("Row", "115")]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1000)]
    public void Set_and_clear_at_once_wakes_all_who_waited(int count)
    {
        using var hub = Start();
        var e = new CoEvent();
        var waiters = Enumerable.Range(0, count).Select(_ => Spawn(Waits(e))).ToArray();
        Sleep().Await();
        Assert.Equal(count, e.Statistics.Waiting);
        e.Set();
        e.Clear();
        Sleep().Await();
        Assert.All(waiters, waiter => Assert.True(waiter.Value));
        Assert.Equal(0, e.Statistics.Waiting);
        Assert.False(e.Wait(0).Await());
    }

    [Fact, Trait("Row", "165")]
    public void Waiters_are_woken_in_the_order_in_which_they_began_each_time()
    {
        using var hub = Start();
        var e = new CoEvent();
        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < 5; i++) Spawn(Says(e, $"{i}"));
            Sleep().Await();
            e.Set();
            Sleep().Await();
            e.Clear();
        }

        Assert.Equal("0 1 2 3 4 0 1 2 3 4", Trace);
    }

    [Fact, Trait("Row", "98"), Trait("Row", "166")]
    public void A_wait_with_a_timeout_tells_which()
    {
        using var hub = Start();
        var e = new CoEvent();
        Assert.False(e.Wait(0).Await());
        Assert.Equal(0, Now);
        Assert.False(e.Wait(Seconds(0.2)).Await());
        Assert.Equal(0.2, Now);
        e.Set();
        Assert.True(e.Wait(0).Await());
        Assert.True(e.Wait(200).Await());
        Assert.True(e.Wait().Await());
        Assert.Equal(0.2, Now);
        Assert.Throws<ArgumentOutOfRangeException>(() => e.Wait(-5));
    }

    [Fact, Trait("Row", "118")]
    public void Whoever_waits_while_others_are_woken_runs_after_them()
    {
        using var hub = Start();
        var e = new CoEvent();
        Spawn(Says(e, "1"));
        Spawn(Says(e, "2"));
        Sleep().Await();
        e.Set();
        Assert.True(e.Wait().Await());
        Add("3");
        Assert.True(e.Wait().Await());
        Assert.Equal("1 2 3", Trace);
    }

    [Fact]
    public void One_that_begins_to_wait_while_others_are_woken_is_not_woken_with_them()
    {
        using var hub = Start();
        var e = new CoEvent();
        Spawn(ClearsAndWaits(e));
        Sleep().Await();
        e.Set();
        Sleep(1).Await();
        Assert.Equal("cleared", Trace);
        e.Set();
        Sleep(1).Await();
        Assert.Equal("cleared again", Trace);
    }

    [Fact]
    public void One_that_is_killed_leaves_no_waiter()
    {
        using var hub = Start();
        var e = new CoEvent();
        var greenlets = Enumerable.Range(0, 5).Select(i => Spawn(Says(e, $"{i}"))).ToArray();
        Sleep().Await();
        KillAll(greenlets[2], greenlets[0], greenlets[4]).Await();
        Assert.Equal(2, e.Statistics.Waiting);
        e.Set();
        Sleep().Await();
        Assert.Equal("1 3", Trace);
    }

    [Fact]
    public async Task It_may_be_made_where_there_is_no_hub_yet()
    {
        // the thread of a test may have one
        await Task.Factory.StartNew(Body, TaskCreationOptions.LongRunning);
        Assert.Equal("woken", Trace);

        void Body()
        {
            var e = new CoEvent();
            e.Set();
            e.Clear();
            using var hub = Start();
            Spawn(Says(e, "woken"));
            Sleep().Await();
            e.Set();
            Sleep().Await();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<bool>> Waits(CoEvent e)
    {
        var seen = e.Wait().Await();
        yield return seen;
    }

    [Coroutine]
    private IEnumerator<Yield> Says(CoEvent e, string what)
    {
        yield return e.Wait();
        Add(what);
    }

    [Coroutine]
    private IEnumerator<Yield> ClearsAndWaits(CoEvent e)
    {
        yield return e.Wait();
        e.Clear();
        Add("cleared");
        yield return e.Wait();
        Add("again");
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Waiting for several things, and under a deadline of one's own (S-091, S-100 to S-107).</summary>
public sealed partial class WaitTests : HubTest
{
    [Fact, Trait("Row", "82"), Trait("Row", "29"), Trait("Row", "28")]
    public void JoinAll_takes_duplicates_and_gives_those_that_ended_in_that_order()
    {
        using var hub = Start();
        var (a, b) = (Spawn(Returns(20, 1)), Spawn(Returns(10, 2)));
        Assert.Equal([b, a, a], JoinAll(a, b, a).Await());
        var never = Create(Returns(1, 1));
        Assert.Empty(JoinAll([never], Seconds(0.1)).Await());
        Assert.Equal(0.12, Now, 6);
        Assert.Empty(JoinAll().Await());
    }

    [Fact, Trait("Row", "14"), Trait("Row", "15"), Trait("Row", "16")]
    public void JoinAll_throws_the_failure_that_came_first_and_leaves_the_others()
    {
        using var hub = Start();
        Greenlet[] fine = [Spawn(Returns(1, 1)), Spawn(Returns(2, 2)), Spawn(Returns(3, 3))];
        Assert.Equal(fine, JoinAll(fine, raiseError: true).Await());
        var (slow, fast, endless) = (Spawn(Fails(20, new TimeoutException())), Spawn(Fails(10, new InvalidOperationException())), Spawn(Returns(1000, 0)));
        Assert.Throws<InvalidOperationException>(() => JoinAll([slow, fast, endless], raiseError: true).Await());
        Assert.Equal(0.013, Now, 6);
        Assert.False(slow.IsReady || endless.IsReady);
        Assert.Throws<InvalidOperationException>(() => JoinAll([fast], raiseError: true).Await());
        slow.Join().Await();
        Assert.IsType<TimeoutException>(slow.Exception);
    }

    [Fact, Trait("Row", "17")]
    public void Wait_for_the_first()
    {
        using var hub = Start();
        var (failing, endless) = (Spawn(Fails(10, new TimeoutException())), Spawn(Returns(100_000, 0)));
        Assert.Equal([failing], Wait(new Greenlet[] { failing, endless }, count: 1).Await());
        Assert.False(endless.IsReady);
        Assert.NotNull(failing.Exception);
        endless.Kill().Await();
        Assert.True(endless.IsReady);
    }

    [Fact, Trait("Row", "116"), Trait("Row", "99"), Trait("Row", "102"), Trait("Row", "119"), Trait("Row", "91")]
    public void Objects_come_in_the_order_in_which_they_are_ready()
    {
        using var hub = Start();
        var events = Enumerable.Range(0, 10).Select(_ => new CoEvent()).ToArray();
        Assert.Empty(Wait(events, timeout: Seconds(0.01)).Await());
        events[7].Set();
        var setter = Spawn(SetsOneByOne(events));
        Assert.Equal([events[7], events[0]], Wait(events, count: 2).Await());
        Assert.False(setter.IsReady);
        Assert.All(events, e => Assert.Equal(0, e.Statistics.Waiting));
        Assert.Equal(10, Wait(events).Await().Length);
        for (var i = 0; i < 2; i++) Assert.Equal([events[3]], Wait([events[3]]).Await());
        var result = new AsyncResult<int>();
        Assert.Empty(Wait([result], timeout: Seconds(0.01)).Await());
        Assert.Equal(0, result.Statistics.Waiting);
        Assert.Throws<ArgumentException>(() => Wait(new object[] { "text" }).Await());
    }

    [Fact, Trait("Row", "100")]
    public void An_event_that_was_cleared_again_is_not_ready()
    {
        using var hub = Start();
        var e = new CoEvent();
        Spawn(SetsOneByOne([e]));
        Assert.True(e.Wait().Await());
        e.Clear();
        Assert.Empty(Wait([e], timeout: Seconds(0.01)).Await());
    }

    [Fact, Trait("Row", "86"), Trait("Row", "84"), Trait("Row", "85")]
    public void A_loop_over_what_comes_misses_nothing_while_it_waits_for_other_things() => Run(Iterates());

    [Fact]
    public void A_loop_that_is_left_early_leaves_no_waiter()
    {
        using var hub = Start();
        var events = new[] { new CoEvent(), new CoEvent() };
        events[1].Set();
        foreach (var e in IterateReady(events))
        {
            Assert.Same(events[1], e);
            Assert.Equal(1, events[0].Statistics.Waiting);
            break;
        }

        Assert.Equal(0, events[0].Statistics.Waiting);
        Assert.Empty(IterateReady([events[0]], timeout: Seconds(1)));
        Assert.Equal(1, Now);
        Assert.Single(IterateReady(events, count: 1));
    }

    [Fact, Trait("Row", "88"), Trait("Row", "89"), Trait("Row", "90"), Trait("Row", "95")]
    public void Wait_without_objects_waits_until_the_hub_is_out_of_work()
    {
        using var hub = Start();
        Assert.True(Wait().Await());
        var greenlet = Spawn(Returns(10, 1));
        Spawn(WaitsFor(new CoEvent()));
        Assert.True(Wait(Seconds(10)).Await());
        Assert.True(greenlet.IsReady);
        Assert.Equal(0.01, Now);
        var sleeper = Spawn(Returns(10_000, 1));
        Assert.False(Wait(Seconds(1)).Await());
        Assert.False(sleeper.IsReady);
        sleeper.Kill().Await();
        Assert.True(Wait().Await());
        Assert.Equal(0, hub.Timers.Count);
    }

    [Fact, Trait("Row", "129"), Trait("Row", "68")]
    public void With_a_timeout_of_ones_own()
    {
        using var hub = Start();
        Assert.Equal(5, WithTimeout(100, Returns(10, 5)).Await());
        Assert.Equal(-1, WithTimeout(100, Returns(1000, 5), -1).Await());
        Assert.Equal(0.11, Now, 6);
        Assert.Throws<CoTimeoutException>(() => WithTimeout(100, Returns(1000, 5)).Await());
        Assert.Throws<CoTimeoutException>(() => WithTimeout(100, WaitsFor(new CoEvent())).Await());
        Assert.Throws<CoTimeoutException>(() => WithTimeout(100, Inner()).Await()); // the outer one is not the inner one's
        Assert.Throws<TimeoutException>(() => WithTimeout(100, Fails(10, new TimeoutException()), 5).Await());
        Assert.Equal(0, hub.Timers.Count);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Inner()
    {
        var value = WithTimeout(200, Returns(2000, 5), 1).Await();
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Returns(int milliseconds, int value)
    {
        yield return Sleep(milliseconds);
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Fails(int milliseconds, Exception failure)
    {
        yield return Sleep(milliseconds);
        throw failure;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(CoEvent e)
    {
        yield return e.Wait();
    }

    [Coroutine]
    private static IEnumerator<Yield> SetsOneByOne(CoEvent[] events)
    {
        foreach (var e in events)
        {
            yield return Sleep(1);
            e.Set();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Iterates()
    {
        var done = Spawn(Returns(0, 1));
        yield return done;
        var failing = Spawn(Fails(1, new TimeoutException()));
        failing.Link(_ => { }); // so that it counts as seen while the loop sleeps
        var (soon, later) = (Spawn(Returns(5, 2)), Spawn(Returns(20, 3)));
        var seen = new List<Greenlet>();
        foreach (var greenlet in IterateReady(new Greenlet[] { later, soon, failing, done }))
        {
            seen.Add(greenlet);
            yield return Sleep(10);
        }

        Assert.Equal([done, failing, soon, later], seen);
        Assert.NotNull(failing.Exception);
    }
}

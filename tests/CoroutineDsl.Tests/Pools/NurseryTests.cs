#pragma warning disable CORO015 // to leave a nursery without Join is what is tested
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Pools;

public sealed partial class NurseryTests : HubTest
{
    [Fact]
    public void Join_waits_for_all_children_and_for_theirs()
    {
        using var hub = Start();
        using var nursery = new Nursery();
        nursery.Spawn(SleepsFor(10, "a"));
        nursery.Spawn(SpawnsInto(nursery));
        nursery.Join().Await();
        Assert.Equal("a child", Trace);
        Assert.Equal(0, nursery.Count);
        Assert.Equal(0.02, Now);
    }

    [Fact]
    public void The_first_failure_cancels_the_rest_and_all_failures_are_kept()
    {
        using var hub = Start();
        using var nursery = new Nursery();
        nursery.Spawn(SleepsFor(1000, "not reached"));
        nursery.Spawn(Fails(10, new TimeoutException()));
        nursery.Spawn(FailsInFinally(1000, new InvalidOperationException()));
        var thrown = Assert.Throws<AggregateException>(() => nursery.Join().Await());
        Assert.Equal([typeof(TimeoutException), typeof(InvalidOperationException)], thrown.InnerExceptions.Select(failure => failure.GetType()));
        Assert.Equal(0.01, Now);
        Assert.True(nursery.IsCancelled);
        Assert.Empty(Log);
        Sleep().Await();
        Assert.Equal(0, hub.Count);
        Assert.Empty(Reported);
        Assert.Throws<InvalidOperationException>(() => nursery.Spawn(SleepsFor(1, "never")));
        Assert.Empty(Log);
    }

    [Fact]
    public void A_killed_child_is_no_failure()
    {
        using var hub = Start();
        using var nursery = new Nursery();
        var child = nursery.Spawn(SleepsFor(1000, "not reached"));
        nursery.Spawn(SleepsFor(10, "a"));
        Sleep().Await();
        child.Kill().Await();
        nursery.Join().Await();
        Assert.Equal("a", Trace);
    }

    [Fact]
    public void A_join_that_is_killed_cancels_the_children_and_waits_for_them()
    {
        using var hub = Start();
        var nursery = new Nursery();
        nursery.Spawn(CleansSlowly());
        var joiner = Spawn(Joins(nursery));
        Sleep(1).Await();
        joiner.Kill().Await();
        Assert.IsType<GreenletExit>(joiner.Value);
        Assert.Equal("cleaned", Trace);
        Assert.Equal(0, nursery.Count);
    }

    [Fact]
    public void An_outer_deadline_cancels_the_children()
    {
        using var hub = Start();
        using var nursery = new Nursery();
        nursery.Spawn(CleansSlowly());
        using var scope = CoTimeout.Start(Seconds(1));
        Assert.Same(scope, Assert.Throws<CoTimeoutException>(() => nursery.Join().Await()).Timeout);
        Assert.Equal("cleaned", Trace);
    }

    [Fact]
    public void Its_own_deadline_cancels_the_children()
    {
        using var hub = Start();
        using var nursery = new Nursery(Seconds(1));
        nursery.Spawn(CleansSlowly());
        Assert.Throws<CoTimeoutException>(() => nursery.Join().Await());
        Assert.Equal("cleaned", Trace);
        Assert.Equal(1.005, Now);
        using (var quick = new Nursery(Seconds(1)))
        {
            quick.Spawn(SleepsFor(1, "quick"));
            quick.Join().Await();
        }

        Assert.Equal(0, hub.Timers.Count);
    }

    [Fact]
    public void Disposing_of_it_leaves_nobody_behind()
    {
        using var hub = Start();
        using (var nursery = new Nursery())
        {
            nursery.Spawn(CleansSlowly());
            Sleep().Await();
        }

        Assert.Equal("cleaned", Trace);
        Assert.Equal(0, hub.Count);
    }

    [Fact]
    public void Start_waits_until_the_child_is_ready()
    {
        using var hub = Start();
        using var nursery = new Nursery();
        Assert.Equal(42, nursery.Start<int>(ready => Serves(ready)).Await());
        Assert.Equal(0.01, Now);
        Assert.Equal(1, nursery.Count);
        nursery.Cancel();
        nursery.Join().Await();
        using var other = new Nursery();
        Assert.Throws<InvalidOperationException>(() => other.Start<int>(_ => SleepsFor(1, "ended")).Await());
        Assert.Throws<TimeoutException>(() => other.Start<int>(_ => Fails(1, new TimeoutException())).Await());
        Assert.Throws<AggregateException>(() => other.Join().Await());
    }

    [Fact]
    public void Run_gives_a_coroutine_a_nursery()
    {
        using var hub = Start();
        Nursery.Run(nursery => SpawnsInto(nursery)).Await();
        Assert.Equal("child", Trace);
        Assert.Throws<CoTimeoutException>(() => Nursery.Run(_ => SleepsFor(1000, "not reached"), Seconds(0.1)).Await());
    }

    [Fact]
    public void A_shielded_part_is_not_disturbed()
    {
        using var hub = Start();
        var greenlet = Spawn(HasShieldedPart());
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.Equal("shielded", Trace);
        Assert.Equal(0.01, Now);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Coroutine]
    private IEnumerator<Yield> SleepsFor(int milliseconds, string name)
    {
        yield return Sleep(milliseconds);
        Add(name);
    }

    [Coroutine]
    private IEnumerator<Yield> SpawnsInto(Nursery nursery)
    {
        yield return Sleep(10);
        nursery.Spawn(SleepsFor(10, "child"));
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails(int milliseconds, Exception failure)
    {
        yield return Sleep(milliseconds);
        throw failure;
    }

    [Coroutine]
    private static IEnumerator<Yield> FailsInFinally(int milliseconds, Exception failure)
    {
        try
        {
            yield return Sleep(milliseconds);
        }
        finally
        {
            Throw(failure);
        }
    }

    private static void Throw(Exception failure) => throw failure;

    [Coroutine]
    private IEnumerator<Yield> CleansSlowly()
    {
        try
        {
            yield return Sleep(Forever);
        }
        finally
        {
            Sleep(5).Await();
            Add("cleaned");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Joins(Nursery nursery)
    {
        yield return nursery.Join();
    }

    [Coroutine]
    private static IEnumerator<Yield> Serves(Readiness<int> ready)
    {
        yield return Sleep(10);
        ready.Set(42);
        yield return Sleep(Forever);
    }

    [Coroutine]
    private IEnumerator<Yield> HasShieldedPart()
    {
        yield return Nursery.Shield(SleepsFor(10, "shielded"));
        yield return Sleep(1);
        Add("not reached");
    }
}

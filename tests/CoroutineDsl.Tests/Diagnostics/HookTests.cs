using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class HookTests : HubTest
{
    [Fact, Trait("Row", "41")]
    public void Each_greenlet_is_told_of_once_at_its_start_and_at_its_end()
    {
        using var hub = Start();
        Action<Greenlet> spawned = greenlet => Add($"+{greenlet.Name}");
        hub.Spawned += spawned;
        hub.Ended += greenlet => Add($"-{greenlet.Name}");
        var created = Create(Sleeps());
        created.Name = "c";
        created.Link(_ => { });
        Spawn(Sleeps(), "a");
        SpawnLater(Seconds(1), Sleeps(), "b");
        created.Start();
        created.Start();
        Spawn(Sleeps(), "killed").Kill().Await();
        hub.Spawned -= spawned;
        hub.Spawned -= spawned;
        Spawn(Sleeps(), "d");
        Sleep(Seconds(5)).Await();
        Assert.Equal("+a +b +c +killed -killed -a -c -d -b", Trace);
    }

    [Fact]
    public void A_listener_that_throws_is_reported_and_stops_nothing()
    {
        using var hub = Start();
        hub.Spawned += _ => throw new TimeoutException();
        Spawn(Sleeps(), "a").Await();
        Assert.IsType<TimeoutException>(Reported.Single().Failure);
    }

    [Fact, Trait("Row", "500")]
    public void Every_step_of_a_small_program_is_told_in_order()
    {
        using var hub = Start();
        Listen(hub);
        var set = new CoEvent();
        Spawn(WaitsAndYields(set), "a");
        Sleep(1).Await();
        set.Set();
        Sleep(1).Await();
        Assert.Equal(
            "spawned:a scheduled:a parked:main stepped:main stepping:a parked:a stepped:a unparked:main scheduled:main stepping:main "
            + "unparked:a scheduled:a parked:main stepped:main stepping:a scheduled:a stepped:a stepping:a ended:a stepped:a unparked:main scheduled:main stepping:main",
            Trace);
    }

    [Fact]
    public void A_kill_a_timeout_and_a_delayed_start_make_ready_as_well()
    {
        using var hub = Start();
        var never = new CoEvent();
        var killed = Spawn(WaitsAndYields(never), "killed");
        Spawn(TimesOut(never), "late");
        Sleep().Await();
        hub.Scheduled += greenlet => Add($"scheduled:{greenlet.Name}");
        hub.Unparked += greenlet => Add($"unparked:{greenlet.Name}");
        SpawnLater(Seconds(1), Sleeps(), "delayed");
        Spawn(Sleeps(), "never").Kill().Await();
        killed.Kill().Await();
        Sleep(Seconds(1.5)).Await();
        Assert.Equal(
            "scheduled:never unparked:killed scheduled:killed unparked:main scheduled:main unparked:late scheduled:late scheduled:delayed unparked:delayed scheduled:delayed unparked:main scheduled:main",
            Trace);
    }

    [Fact]
    public void Code_that_is_not_lowered_is_told_of_in_the_same_way()
    {
        using var hub = Start();
        var set = new CoEvent();
        Spawn(Calls(set), "a");
        Sleep().Await();
        Listen(hub);
        set.Set();
        Sleep(1).Await();
        Assert.Equal("unparked:a scheduled:a parked:main stepped:main stepping:a scheduled:a stepped:a stepping:a ended:a stepped:a unparked:main scheduled:main stepping:main", Trace);
    }

    [Fact]
    public void Who_subscribes_in_the_midst_is_told_of_its_own_steps_end_and_of_all_that_follows()
    {
        using var hub = Start();
        Spawn(Subscribes(hub), "a");
        Spawn(WaitsAndYields(new CoEvent()), "b");
        Sleep(2).Await();
        Assert.Equal("parked:a stepped:a stepping:b parked:b stepped:b unparked:a scheduled:a stepping:a ended:a stepped:a unparked:main scheduled:main stepping:main", Trace);
    }

    [Fact]
    public void Who_does_not_listen_any_more_is_told_nothing()
    {
        using var hub = Start();
        Action<Greenlet> listener = greenlet => Add(greenlet.Name);
        hub.Stepping += listener;
        hub.Parked += listener;
        Spawn(Sleeps(), "a");
        Sleep().Await();
        hub.Stepping -= listener;
        hub.Parked -= listener;
        Log.Clear();
        Sleep(5).Await();
        Assert.Equal("", Trace);
    }

    [Fact]
    public void A_listener_sees_who_wakes_and_cannot_wait()
    {
        using var hub = Start();
        var set = new CoEvent();
        Spawn(WaitsAndYields(set), "sleeper");
        Sleep().Await();
        Action<Greenlet> who = greenlet => Add($"{Current.Name}->{greenlet.Name}");
        Action<Greenlet> waits = _ => Sleep(1).Await();
        hub.Unparked += who;
        Spawn(Sets(set), "waker").Await();
        hub.Unparked -= who;
        Assert.Equal("waker->sleeper waker->main", Trace);
        hub.Spawned += waits;
        Spawn(Sleeps());
        Assert.IsType<BlockingSwitchOutException>(Reported.Single().Failure);
    }

    [Fact]
    public void Another_thread_cannot_subscribe()
    {
        using var hub = Start();
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => hub.Parked += _ => { }));
        thread.Start();
        thread.Join();
        Assert.IsType<InvalidOperationException>(thrown);
    }

    [Fact, Trait("Row", "501")]
    public void What_throws_at_every_step_stops_nothing()
    {
        using var hub = Start();
        hub.Scheduled += _ => throw new TimeoutException();
        hub.Stepping += _ => throw new TimeoutException();
        hub.Stepped += _ => throw new TimeoutException();
        hub.Parked += _ => throw new TimeoutException();
        hub.Unparked += _ => throw new TimeoutException();
        hub.Ended += _ => throw new TimeoutException();
        Spawn(Sleeps(), "a").Await();
        Assert.Equal(14, Reported.Count);
        Assert.All(Reported, report => Assert.IsType<TimeoutException>(report.Failure));
    }

    private void Listen(Hub hub)
    {
        hub.Spawned += greenlet => Add($"spawned:{greenlet.Name}");
        hub.Scheduled += greenlet => Add($"scheduled:{greenlet.Name}");
        hub.Stepping += greenlet => Add($"stepping:{greenlet.Name}");
        hub.Stepped += greenlet => Add($"stepped:{greenlet.Name}");
        hub.Parked += greenlet => Add($"parked:{greenlet.Name}");
        hub.Unparked += greenlet => Add($"unparked:{greenlet.Name}");
        hub.Ended += greenlet => Add($"ended:{greenlet.Name}");
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsAndYields(CoEvent set)
    {
        yield return set.Wait();
        yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> TimesOut(CoEvent never)
    {
        yield return never.Wait(Seconds(0.5));
    }

    [Coroutine]
    private static IEnumerator<Yield> Sets(CoEvent set)
    {
        set.Set();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Subscribes(Hub hub)
    {
        Listen(hub);
        yield return Sleep(1);
    }

    [Coroutine]
    private static IEnumerator<Yield> Calls(CoEvent set)
    {
        Plainly(set);
        yield break;
    }

    private static void Plainly(CoEvent set)
    {
#pragma warning disable CORO006 // the baton is what is tested
        set.Wait().Await();
        Sleep().Await();
#pragma warning restore CORO006
    }

    [Coroutine]
    private static IEnumerator<Yield> Sleeps()
    {
        yield return Sleep(1);
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>Greenlets that wait for one another while their hub lives on.</summary>
public sealed partial class DeadlockTests : HubTest
{
    [Fact]
    public void Two_that_wait_for_each_others_lock_are_reported_once_beside_a_heartbeat()
    {
        using var hub = Listen();
        var (one, other) = (new CoLock(), new CoLock());
        var a = Spawn(TakesBoth(one, other), "a");
        var b = Spawn(TakesBoth(other, one), "b");
        Spawn(Beats());
        Sleep(Seconds(100)).Await();
        Assert.Equal("a+b", Trace);
        Assert.Contains("a waits for b waits for a.", _last!.ToString(), StringComparison.Ordinal);
        Assert.Contains("b: waits for a lock (held by a)", _last.ToString(), StringComparison.Ordinal);
        Assert.Contains(nameof(TakesBoth), _last.ToString(), StringComparison.Ordinal);
        Assert.False(a.IsReady || b.IsReady);
        a.Kill().Await();
        b.Join().Await();
        Assert.True(b.IsSuccessful);
    }

    [Fact]
    public void A_handler_may_kill_a_member_and_the_others_go_on()
    {
        using var hub = Listen();
        hub.Deadlocked = report => report.Members[0].Kill();
        var (one, other) = (new CoLock(), new CoLock());
        var all = JoinAll(Spawn(TakesBoth(one, other), "a"), Spawn(TakesBoth(other, one), "b"));
        Spawn(Beats());
        Assert.Single(all.Await(), greenlet => greenlet.Value is GreenletExit);
    }

    [Fact]
    public void The_same_circle_again_is_another_incident()
    {
        using var hub = Listen();
        var (one, other) = (new CoLock(), new CoLock());
        for (var i = 0; i < 2; i++)
        {
            var pair = new[] { Spawn(TakesBoth(one, other), "a"), Spawn(TakesBoth(other, one), "b") };
            Sleep(Seconds(100)).Await();
            KillAll(pair).Await();
        }

        Assert.Equal("a+b a+b", Trace);
    }

    [Fact]
    public void A_wait_that_can_end_by_itself_is_no_deadlock()
    {
        using var hub = Listen();
        var (one, other) = (new CoLock(), new CoLock());
        var all = JoinAll(Spawn(TakesBoth(one, other), "a"), Spawn(TakesBothOrGivesUp(other, one), "b"), Spawn(TakesBothUnderADeadline(new CoLock(), other), "c"));
        all.Await();
        Assert.Equal("", Trace);
    }

    [Fact]
    public void A_circle_that_only_a_deadline_of_a_nursery_can_break_is_none_either()
    {
        using var hub = Listen();
        var (one, other) = (new CoLock(), new CoLock());
        var nursery = new Nursery(Seconds(10));
        nursery.Spawn(TakesBoth(one, other), "a");
        nursery.Spawn(TakesBoth(other, one), "b");
        Assert.Throws<CoTimeoutException>(() => nursery.Join().Await());
        Assert.Equal("", Trace);
    }

    [Fact]
    public void Joins_in_a_circle_are_found_whichever_way_they_wait()
    {
        using var hub = Listen();
        Spawn(Beats());
        Greenlet? b = null, d = null;
        var a = Spawn(Waits(() => b!.Join()), "a");
        b = Spawn(Waits(() => a), "b");
        var free = Spawn(Beats());
        var c = Spawn(WaitsForAll(() => [free, d!]), "c");
        d = Spawn(WaitsForAll(() => [c]), "d");
        Sleep(Seconds(10)).Await();
        Assert.Equal("a+b c+d", Trace);
    }

    [Fact]
    public void Of_several_of_whom_one_may_fail_only_the_last_counts()
    {
        using var hub = Listen();
        Greenlet? joiner = null;
        var child = Spawn(Waits(() => joiner!.Join()), "child");
        var sleeper = Spawn(SleepsFor(Seconds(5)), "sleeper");
        joiner = Spawn(WaitsForAll(() => [child, sleeper], raiseError: true), "joiner");
        Sleep(Seconds(4)).Await();
        Assert.Equal("", Trace);
        Sleep(Seconds(4)).Await();
        Assert.Equal("child+joiner", Trace);
    }

    [Fact]
    public void A_child_that_waits_for_its_nursery_is_found()
    {
        using var hub = Listen();
        Spawn(Beats());
        Greenlet? parent = null;
        var nursery = new Nursery();
        nursery.Spawn(Waits(() => parent!.Join()), "child");
        parent = Spawn(JoinsNursery(nursery), "parent");
        Sleep(Seconds(10)).Await();
        Assert.Equal("child+parent", Trace);
        Assert.Contains("parent: waits for the end of child (held by child)", _last!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_main_program_may_be_a_member()
    {
        using var hub = Listen();
        Spawn(Beats());
        var gate = new CoLock();
        gate.Acquire().Await();
        var a = Spawn(Holds(gate), "a");
        hub.Deadlocked = report =>
        {
            Add(string.Join('+', report.Members.Select(member => member.Name).Order()));
            a.Kill();
        };
        a.Join().Await();
        Assert.Equal("a+main", Trace);
    }

    [Fact]
    public void Greenlets_that_wait_for_one_that_sleeps_are_no_circle_however_many()
    {
        using var hub = Listen();
        var first = Spawn(SleepsFor(Seconds(5)));
        var last = first;
        for (var i = 0; i < 10_000; i++)
        {
            var before = last;
            last = Spawn(Waits(() => before.Join()));
        }

        last.Join().Await();
        Assert.Equal("", Trace);
    }

    [Fact]
    public void A_handler_that_throws_is_reported()
    {
        using var hub = Listen();
        hub.Deadlocked = _ => throw new TimeoutException();
        var (one, other) = (new CoLock(), new CoLock());
        Spawn(TakesBoth(one, other));
        Spawn(TakesBoth(other, one));
        Sleep(Seconds(10)).Await();
        Assert.IsType<TimeoutException>(Reported.Single().Failure);
    }

    private DeadlockReport? _last;

    private Hub Listen()
    {
        var hub = Start();
        hub.Deadlocked = report =>
        {
            _last = report;
            Add(string.Join('+', report.Members.Select(member => member.Name).Order()));
        };
        return hub;
    }

    [Coroutine]
    private static IEnumerator<Yield> Beats()
    {
        while (true) yield return Sleep(Seconds(1));
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(Func<Yield> wait)
    {
        yield return wait();
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsForAll(Func<Greenlet[]> all, bool raiseError = false)
    {
        JoinAll(all(), raiseError: raiseError).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> JoinsNursery(Nursery nursery)
    {
        yield return nursery.Join();
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesBothOrGivesUp(CoLock first, CoLock second)
    {
        using (first.Hold().Await())
        {
            yield return Sleep(1);
            if (second.Acquire(Seconds(60)).Await()) second.Release();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesBothUnderADeadline(CoLock first, CoLock second)
    {
        using var deadline = CoTimeout.Start(Seconds(30));
        try
        {
            using (first.Hold().Await())
            using (second.Hold().Await()) Sleep(1).Await();
        }
        catch (CoTimeoutException)
        {
            // gives up
        }

        yield break;
    }
}

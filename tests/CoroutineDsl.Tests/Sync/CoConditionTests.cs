using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class CoConditionTests : HubTest
{
    private readonly CoCondition _condition = new();
    private int _phase;

    [Fact, Trait("Row", "168")]
    public void Waiting_and_notifying_need_the_lock()
    {
        using var hub = Start();
        Assert.Throws<SynchronizationLockException>(() => _condition.Wait().Await());
        Assert.Throws<SynchronizationLockException>(() => _condition.Notify());
        Assert.Throws<SynchronizationLockException>(() => _condition.NotifyAll());
    }

    [Fact, Trait("Row", "167")]
    public void Its_lock_is_the_one_given_or_one_of_its_own()
    {
        using var hub = Start();
        var gate = new CoLock();
        Assert.Same(gate, new CoCondition(gate).Lock);
        Assert.True(_condition.Lock.TryAcquire());
        Assert.True(_condition.Lock.TryAcquire());
    }

    [Fact, Trait("Row", "169")]
    public void Notify_wakes_as_many_as_it_says_those_who_waited_longest_first()
    {
        using var hub = Start();
        for (var i = 0; i < 5; i++) Spawn(Waits($"{i}"));
        Sleep().Await();
        Notify(3);
        Assert.Equal("0@1 1@1 2@1", Trace);
        Notify(5);
        Assert.Equal("0@1 1@1 2@1 3@2 4@2", Trace);
        for (var i = 5; i < 9; i++) Spawn(Waits($"{i}"));
        Sleep().Await();
        Assert.Equal(4, _condition.Statistics.Waiting);
        Log.Clear();
        _condition.Lock.TryAcquire();
        _phase++;
        _condition.NotifyAll();
        _condition.Lock.Release();
        Sleep(1).Await();
        Assert.Equal("5@3 6@3 7@3 8@3", Trace);
    }

    [Fact, Trait("Row", "170")]
    public void A_wait_that_times_out_has_the_lock_again()
    {
        using var hub = Start();
        var gate = _condition.Lock;
        gate.TryAcquire();
        gate.TryAcquire();
        Assert.False(_condition.Wait(Seconds(0.2)).Await());
        Assert.Equal(0.2, Now);
        Assert.Equal(2, gate.Depth);
        Assert.Equal(0, _condition.Statistics.Waiting);
    }

    [Fact]
    public void A_wait_gives_the_lock_back_however_often_it_is_held()
    {
        using var hub = Start();
        var waiter = Spawn(WaitsTwiceHeld());
        Sleep().Await();
        Assert.False(_condition.Lock.IsLocked);
        Notify(1);
        waiter.Await();
        Assert.Equal("held 2 times", Trace);
    }

    [Fact]
    public void One_that_is_killed_has_the_lock_again_before_its_finally_blocks_run()
    {
        using var hub = Start();
        var waiter = Spawn(Waits("killed"));
        Sleep().Await();
        Assert.True(_condition.Lock.TryAcquire());
        _ = waiter.Kill();
        Sleep(1).Await();
        Assert.False(waiter.IsReady); // it waits for the lock
        Assert.Equal(0, _condition.Statistics.Waiting);
        _condition.Lock.Release();
        waiter.Join().Await();
        Assert.IsType<GreenletExit>(waiter.Value);
        Assert.Empty(Log);
        Assert.False(_condition.Lock.IsLocked);
    }

    [Fact]
    public void One_that_is_notified_and_then_killed_gets_its_lock_and_the_exit_at_its_next_wait()
    {
        using var hub = Start();
        var waiter = Spawn(WaitsAndSleeps());
        Sleep().Await();
        Assert.True(_condition.Lock.TryAcquire());
        _condition.Notify();
        _ = waiter.Kill();
        Sleep(1).Await();
        Assert.False(waiter.IsReady);
        _condition.Lock.Release();
        waiter.Join().Await();
        Assert.IsType<GreenletExit>(waiter.Value);
        Assert.Equal("notified", Trace);
        Assert.False(_condition.Lock.IsLocked);
    }

    private void Notify(int count)
    {
        Assert.True(_condition.Lock.TryAcquire());
        _phase++;
        _condition.Notify(count);
        _condition.Lock.Release();
        Sleep(1).Await();
    }

    [Coroutine]
    private IEnumerator<Yield> Waits(string name)
    {
        using (_condition.Lock.Hold().Await())
        {
            yield return _condition.Wait();
            Assert.True(_condition.Lock.IsOwned);
            Add($"{name}@{_phase}");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsAndSleeps()
    {
        using (_condition.Lock.Hold().Await())
        {
            yield return _condition.Wait();
            Add("notified");
            yield return Sleep(1);
            Add("not reached");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsTwiceHeld()
    {
        _condition.Lock.TryAcquire();
        _condition.Lock.TryAcquire();
        Assert.True(_condition.Wait().Await());
        Add($"held {_condition.Lock.Depth} times");
        yield break;
    }
}

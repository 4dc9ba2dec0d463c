using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>The main program waits for what can never come (S-163, S-211).</summary>
public sealed partial class LoopExitTests : HubTest
{
    [Fact]
    public void Waiting_for_what_never_comes_throws_instead_of_hanging()
    {
        using var hub = Start();
        var thrown = Assert.Throws<LoopExitException>(() => new CoQueue<int>().Get().Await());
        Assert.Contains("an item of a queue", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("no other greenlet", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("wait for a task or an AsyncResult", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<LoopExitException>(() => new CoEvent().Wait().Await());
        Assert.Throws<LoopExitException>(() => Sleep(-1).Await());
    }

    [Fact]
    public void It_names_each_parked_greenlet_and_what_it_waits_for()
    {
        using var hub = Start();
        var set = new CoEvent();
        Spawn(WaitsFor(set), "waiter");
        var joiner = Spawn(Joins(Spawn(WaitsFor(set), "other")), "joiner");
        var message = Assert.Throws<LoopExitException>(() => joiner.Join().Await()).Message;
        Assert.Contains("waiter", message, StringComparison.Ordinal);
        Assert.Contains("an event", message, StringComparison.Ordinal);
        Assert.Contains("the end of other", message, StringComparison.Ordinal);
        Assert.Contains(nameof(WaitsFor), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Life_goes_on_after_it()
    {
        using var hub = Start();
        var set = new CoEvent();
        var waiter = Spawn(WaitsFor(set));
        Assert.Throws<LoopExitException>(() => waiter.Join().Await());
        set.Set();
        waiter.Join().Await();
        Assert.True(waiter.IsSuccessful);
    }

    [Fact]
    public void A_cycle_is_named_with_its_owners_and_its_members_get_the_exception_too()
    {
        using var hub = Start();
        var (one, other) = (new CoLock(), new CoLock());
        var bystander = Spawn(WaitsFor(new CoEvent()), "bystander");
        var a = Spawn(TakesBoth(one, other), "a");
        var b = Spawn(TakesBoth(other, one), "b");
        var message = Assert.Throws<LoopExitException>(() => bystander.Join().Await()).Message;
        Assert.Contains("A cycle: a waits for b waits for a.", message, StringComparison.Ordinal);
        Assert.Contains("b: waits for a lock (held by a)", message, StringComparison.Ordinal);
        JoinAll(a, b).Await();
        Assert.IsType<LoopExitException>(a.Exception);
        Assert.IsType<LoopExitException>(b.Exception);
        Assert.False(bystander.IsReady);
        Assert.False(one.IsLocked || other.IsLocked);
    }

    [Fact]
    public void A_semaphore_is_named_with_who_took_it_last()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(2);
        Spawn(TakesAndWaits(semaphore), "first");
        Spawn(TakesAndWaits(semaphore), "second");
        Sleep().Await();
        Assert.Contains("waits for a semaphore (last taken by second)", Assert.Throws<LoopExitException>(() => semaphore.Acquire().Await()).Message, StringComparison.Ordinal);
        semaphore.Release();
        semaphore.Release();
        semaphore.Acquire().Await();
        semaphore.Acquire().Await();
        Assert.Contains("last taken by main", Assert.Throws<LoopExitException>(() => semaphore.Acquire().Await()).Message, StringComparison.Ordinal);
        semaphore.Release();
        semaphore.TryAcquire();
    }

    [Fact]
    public void A_group_that_is_joined_names_its_members()
    {
        using var hub = Start();
        var group = new Group();
        for (var i = 0; i < 7; i++) group.Spawn(WaitsFor(new CoEvent()), "member");
        Assert.Contains("the end of member, member, member, member, member and 2 more", Assert.Throws<LoopExitException>(() => group.Join().Await()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_is_something_to_wait_for()
    {
        using var hub = Start();
        var sleeper = Spawn(SleepsAnHour());
        sleeper.Join().Await();
        Assert.Equal(3600, Now);
    }

    [Fact]
    public void A_pending_task_is_something_to_wait_for()
    {
        using var hub = Start();
        var source = new TaskCompletionSource<int>();
        using var timer = new Timer(_ => source.SetResult(5), null, 5, -1);
        Assert.Equal(5, source.Task.Await());
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(CoEvent set)
    {
        yield return set.Wait();
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesAndWaits(CoSemaphore semaphore)
    {
        semaphore.Acquire().Await();
        yield return Sleep(-1);
    }

    [Coroutine]
    private static IEnumerator<Yield> Joins(Greenlet greenlet)
    {
        yield return greenlet.Join();
    }

    [Coroutine]
    private static IEnumerator<Yield> SleepsAnHour()
    {
        yield return Sleep(TimeSpan.FromHours(1));
    }
}

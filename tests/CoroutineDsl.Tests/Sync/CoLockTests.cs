using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class CoLockTests : HubTest
{
    [Fact, Trait("Row", "161"), Trait("Row", "163")]
    public void Its_owner_may_acquire_it_again()
    {
        using var hub = Start();
        var gate = new CoLock();
        Assert.True(gate.Acquire().Await());
        Assert.True(gate.TryAcquire());
        Assert.True(gate.Acquire(5).Await());
        Assert.Equal(new LockStatistics(Current, 3, 0), gate.Statistics);
        Assert.True(gate.IsOwned);
        for (var i = 0; i < 3; i++) gate.Release();
        Assert.False(gate.IsLocked);
        Assert.False(gate.IsOwned);
        Assert.Null(gate.Owner);
    }

    [Fact, Trait("Row", "162"), Trait("Row", "182"), Trait("Row", "158")]
    public void Only_its_owner_may_release_it()
    {
        using var hub = Start();
        var gate = new CoLock();
        Assert.Throws<SynchronizationLockException>(() => gate.Release());
        var other = Spawn(HoldsFor(gate, 10, "other"), "other");
        Sleep().Await();
        Assert.False(gate.IsOwned);
        Assert.False(gate.TryAcquire());
        Assert.False(gate.Acquire(1).Await());
        Assert.Contains("other", Assert.Throws<SynchronizationLockException>(() => gate.Release()).Message, StringComparison.Ordinal);
        Assert.Same(other, gate.Owner);
        Assert.True(gate.Acquire().Await());
        Assert.Equal(0.01, Now);
    }

    [Fact, Trait("Row", "156")]
    public void One_at_a_time_in_the_order_in_which_they_came()
    {
        using var hub = Start();
        var gate = new CoLock();
        for (var i = 0; i < 5; i++) Spawn(HoldsFor(gate, 1, $"{i}"));
        Sleep(Seconds(1)).Await();
        Assert.Equal("0 0' 1 1' 2 2' 3 3' 4 4'", Trace);
    }

    [Fact]
    public void One_that_is_killed_while_it_waits_takes_nothing_and_one_that_holds_it_gives_it_back()
    {
        using var hub = Start();
        var gate = new CoLock();
        var holder = Spawn(HoldsFor(gate, 1000, "holder"));
        var waiter = Spawn(HoldsFor(gate, 1, "waiter"));
        Spawn(HoldsFor(gate, 1, "next"));
        Sleep().Await();
        waiter.Kill().Await();
        Assert.Equal(1, gate.Statistics.Waiting);
        holder.Kill().Await();
        Sleep(10).Await();
        Assert.Equal("holder next next'", Trace);
        Assert.False(gate.IsLocked);
    }

    [Fact, Trait("Row", "157")]
    public void Held_in_a_using_block() => Run(Uses());

    [Coroutine]
    private IEnumerator<Yield> HoldsFor(CoLock gate, int milliseconds, string name)
    {
        yield return gate.Acquire();
        try
        {
            Add(name);
            yield return Sleep(milliseconds);
            Add(name + "'");
        }
        finally
        {
            gate.Release();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Uses()
    {
        var gate = new CoLock();
        var other = Spawn(HoldsFor(gate, 10, "other"));
        yield return Sleep();
        using (gate.Hold().Await())
        {
            Assert.True(gate.IsOwned);
            yield return Sleep(1);
        }

        Assert.False(gate.IsLocked);
        Assert.True(other.IsReady);
    }
}

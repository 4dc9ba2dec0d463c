using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class CoBarrierTests : HubTest
{
    [Fact, Trait("Row", "177"), Trait("Row", "178"), Trait("Row", "179")]
    public void All_go_on_together_with_a_number_each_and_the_action_runs_once()
    {
        using var hub = Start();
        var passes = 0;
        var barrier = new CoBarrier(5, () => Add($"pass {++passes}"));
        for (var round = 0; round < 10; round++)
        {
            Log.Clear();
            var parties = Enumerable.Range(0, 4).Select(_ => Spawn(Comes(barrier))).ToList();
            Sleep().Await();
            Assert.Equal(4, barrier.WaitingCount);
            Assert.All(parties, party => Assert.False(party.IsReady));
            parties.Add(Spawn(Comes(barrier)));
            JoinAll(parties).Await();
            Assert.Equal([0, 1, 2, 3, 4], parties.Select(party => party.Value));
            Assert.Equal($"pass {round + 1}", Trace);
            Assert.Equal(0, barrier.WaitingCount);
        }
    }

    [Fact, Trait("Row", "180")]
    public void Abort_breaks_it_until_reset()
    {
        using var hub = Start();
        var barrier = new CoBarrier(3);
        var waiter = Spawn(Comes(barrier));
        Sleep().Await();
        barrier.Abort();
        Assert.True(barrier.IsBroken);
        waiter.Join().Await();
        Assert.IsType<BrokenBarrierException>(waiter.Exception);
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait().Await());
        barrier.Reset();
        Assert.False(barrier.IsBroken);
        Passes(barrier);
        var next = Spawn(Comes(barrier));
        Sleep().Await();
        barrier.Reset();
        next.Join().Await();
        Assert.IsType<BrokenBarrierException>(next.Exception);
        Passes(barrier);
    }

    [Fact, Trait("Row", "181")]
    public void A_timeout_breaks_it_for_all()
    {
        using var hub = Start();
        var barrier = new CoBarrier(3, timeout: Seconds(1));
        var waiter = Spawn(Comes(barrier));
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait(10).Await());
        Assert.Equal(0.01, Now);
        waiter.Join().Await();
        Assert.IsType<BrokenBarrierException>(waiter.Exception);
        barrier.Reset();
        Assert.Throws<BrokenBarrierException>(() => barrier.Wait().Await());
        Assert.Equal(1.01, Now);
        Assert.Equal(0, new CoBarrier(1).Wait().Await());
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoBarrier(0));
    }

    [Fact]
    public void One_that_is_killed_does_not_count_any_more()
    {
        using var hub = Start();
        var barrier = new CoBarrier(3);
        var killed = Spawn(Comes(barrier));
        Sleep().Await();
        killed.Kill().Await();
        Assert.Equal(0, barrier.WaitingCount);
        Assert.False(barrier.IsBroken);
        Passes(barrier);
    }

    [Fact]
    public void An_action_that_throws_breaks_it()
    {
        using var hub = Start();
        var barrier = new CoBarrier(2, () => throw new TimeoutException());
        var waiter = Spawn(Comes(barrier));
        Sleep().Await();
        Assert.Throws<TimeoutException>(() => barrier.Wait().Await());
        waiter.Join().Await();
        Assert.IsType<BrokenBarrierException>(waiter.Exception);
        Assert.True(barrier.IsBroken);
    }

    private static void Passes(CoBarrier barrier)
    {
        var parties = Enumerable.Range(0, 3).Select(_ => Spawn(Comes(barrier))).ToArray();
        JoinAll(parties).Await();
        Assert.Equal([0, 1, 2], parties.Select(party => party.Value));
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Comes(CoBarrier barrier)
    {
        var index = barrier.Wait().Await();
        yield return index;
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class CapacityLimiterTests : HubTest
{
    [Fact]
    public void Tokens_are_held_by_greenlets_and_handed_on_in_order()
    {
        using var hub = Start();
        var limiter = new CapacityLimiter(2);
        for (var i = 0; i < 5; i++) Spawn(Holds(limiter, $"{i}"));
        Sleep().Await();
        Assert.Equal(new SemaphoreStatistics(0, 3), limiter.Statistics);
        Assert.Equal("0 1", Trace);
        Assert.False(limiter.TryAcquire());
        Sleep(15).Await();
        Assert.Equal("0 1 2 3", Trace);
        limiter.Total = 3;
        Sleep().Await();
        Assert.Equal("0 1 2 3 4", Trace);
        limiter.Total = 1;
        Assert.Equal((3, 0), (limiter.BorrowedCount, limiter.AvailableCount));
        Assert.False(limiter.Acquire(1).Await());
        Assert.True(limiter.Acquire().Await());
        Assert.Throws<InvalidOperationException>(() => limiter.TryAcquire());
        limiter.Release();
        Assert.Throws<InvalidOperationException>(() => limiter.Release());
        Assert.Equal(1, limiter.AvailableCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CapacityLimiter(0));
    }

    [Fact]
    public void One_that_is_killed_while_it_waits_takes_nothing()
    {
        using var hub = Start();
        var limiter = new CapacityLimiter(1);
        var first = Spawn(Holds(limiter, "first"));
        var killed = Spawn(Holds(limiter, "killed"));
        Spawn(Holds(limiter, "last"));
        Sleep().Await();
        killed.Kill().Await();
        first.Kill().Await();
        Sleep(20).Await();
        Assert.Equal("first last", Trace);
        Assert.Equal(new SemaphoreStatistics(1, 0), limiter.Statistics);
    }

    [Fact]
    public void A_using_block_gives_the_token_back()
    {
        using var hub = Start();
        var limiter = new CapacityLimiter(1);
        var failing = Spawn(Uses(limiter, "first", isFailing: true));
        var killed = Spawn(Uses(limiter, "killed"));
        var waiting = Spawn(Uses(limiter, "never"));
        var last = Spawn(Uses(limiter, "last"));
        Sleep().Await();
        Assert.Equal(new SemaphoreStatistics(0, 3), limiter.Statistics);
        waiting.Kill().Await();
        Assert.Throws<IOException>(() => failing.Get().Await());
        killed.Kill().Await();
        last.Join().Await();
        Assert.Equal("first killed last", Trace);
        using (limiter.Hold().Await()) // un-lowered
        {
            Assert.Equal(1, limiter.BorrowedCount);
            Assert.Throws<InvalidOperationException>(() => limiter.Hold().Await());
        }

        Assert.Equal(new SemaphoreStatistics(1, 0), limiter.Statistics);
    }

    [Fact]
    public void A_choice_that_loses_takes_no_token()
    {
        using var hub = Start();
        var limiter = new CapacityLimiter(1);
        var first = Spawn(Uses(limiter, "first"));
        var second = Spawn(Chooses(limiter));
        second.Join().Await();
        first.Join().Await();
        Assert.Equal("first 1", Trace);
        Assert.Equal(0, limiter.BorrowedCount);
    }

    [Coroutine]
    private IEnumerator<Yield> Chooses(CapacityLimiter limiter)
    {
        Add($"{Choose(limiter.Hold(), Sleep(1)).Await().Index}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Uses(CapacityLimiter limiter, string name, bool isFailing = false)
    {
        using var token = limiter.Hold().Await();
        Add(name);
        yield return Sleep(10);
        if (isFailing) throw new IOException();
    }

    [Coroutine]
    private IEnumerator<Yield> Holds(CapacityLimiter limiter, string name)
    {
        yield return limiter.Acquire();
        try
        {
            Add(name);
            yield return Sleep(10);
        }
        finally
        {
            limiter.Release();
        }
    }
}

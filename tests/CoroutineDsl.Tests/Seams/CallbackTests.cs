using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>What runs between two batches is no greenlet: it neither waits nor owns anything, whatever state the main program is in.</summary>
public sealed class CallbackTests : HubTest
{
    [Fact]
    public void A_callback_that_waits_is_refused_also_when_the_main_program_was_just_woken()
    {
        using var hub = Start();
        var result = new AsyncResult<long>();
        hub.Post(() => result.Set(42));
        hub.Post(() => Sleep(1).Await());
        Assert.Equal(42, result.Get().Await());
        Sleep().Await();
        Assert.IsType<BlockingSwitchOutException>(Assert.Single(Reported).Failure);
    }

    [Fact]
    public void A_queue_whose_storage_waits_gets_that_as_the_failure_of_the_put()
    {
        using var hub = Start();
        var queue = new CoPriorityQueue<int>(1, comparer: new WaitingComparer());
        queue.Put(1).Await();
        var putter = Spawn(Puts(queue));
        Sleep().Await();
        queue.MaxSize = 3;
        putter.Join().Await();
        Assert.IsType<BlockingSwitchOutException>(putter.Exception);
    }

    [Fact]
    public void A_callback_owns_no_lock_and_no_token_and_opens_no_scope()
    {
        using var hub = Start();
        var gate = new CoLock();
        var limiter = new CapacityLimiter(2);
        gate.Acquire().Await();
        limiter.Acquire().Await();
        hub.Post(() => gate.TryAcquire());
        hub.Post(() => gate.Release());
        hub.Post(() => limiter.TryAcquire());
        hub.Post(() => limiter.Release());
        hub.Post(() => CoTimeout.Start(5));
        hub.Post(() => CancelScope.Start(5));
        Sleep(1).Await();
        Assert.Equal(6, Reported.Count);
        Assert.All(Reported, report => Assert.IsAssignableFrom<Exception>(report.Failure));
        Assert.Contains("CoSemaphore", Reported[0].Failure.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (gate.Depth, limiter.BorrowedCount));
        Sleep(10).Await();
    }

    [Fact]
    public void An_async_method_cannot_own_a_lock_and_is_told_what_to_use()
    {
        using var hub = Start();
        var gate = new CoLock();
        var limiter = new CapacityLimiter(1);
        Assert.Contains("CoSemaphore", Assert.Throws<InvalidOperationException>(() => Acquires(gate).Await()).Message, StringComparison.Ordinal);
        Assert.Contains("CoSemaphore", Assert.Throws<InvalidOperationException>(() => Holds(gate).Await()).Message, StringComparison.Ordinal);
        Assert.Contains("CoSemaphore", Assert.Throws<InvalidOperationException>(() => Takes(limiter).Await()).Message, StringComparison.Ordinal);
        Assert.False(gate.IsLocked);

        static async Task Acquires(CoLock gate) => await gate.Acquire();
        static async Task Holds(CoLock gate) => await gate.Hold();
        static async Task Takes(CapacityLimiter limiter) => await limiter.Acquire();
    }

    [Fact]
    public void A_hub_is_not_disposed_of_from_within()
    {
        using var hub = Start();
        var greenlet = Spawn(() => hub.Dispose());
        hub.Post(() => hub.Dispose());
        greenlet.Join().Await();
        Assert.IsType<InvalidOperationException>(greenlet.Exception);
        Sleep(1).Await();
        Assert.IsType<InvalidOperationException>(Assert.Single(Reported).Failure);
        Sleep(1).Await();
        Assert.Same(hub, Hub.Current);
    }

    [Fact]
    public void A_hub_is_not_made_inside_another()
    {
        using var hub = Start();
        var greenlet = Spawn(() => { _ = new Hub(new HubOptions()); });
        var other = Spawn(() => Spawn(() => Add("spawned")).Join().Await());
        JoinAll(greenlet, other).Await();
        Assert.Contains("thread of its own", Assert.IsType<InvalidOperationException>(greenlet.Exception).Message, StringComparison.Ordinal);
        Assert.Equal("spawned", Trace);
    }

    private static IEnumerator<Yield> Puts(CoQueueBase<int> queue)
    {
        queue.Put(2).Await();
        yield break;
    }

    private sealed class WaitingComparer : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            if (x != y) Sleep(1).Await();
            return x.CompareTo(y);
        }
    }
}

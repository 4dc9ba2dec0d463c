#pragma warning disable CORO006 // plain code that waits is what is tested
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>What a hub leaves behind when it is disposed of: nobody waits for it, nothing is given to it, and what it used may be used on.</summary>
public sealed partial class DisposedHubTests : HubTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lock_that_was_held_there_goes_to_the_next_and_that_is_reported(bool byMain)
    {
        var gate = new CoLock();
        using (Start())
        {
            if (byMain) gate.Acquire().Await();
            else Spawn(HoldsForEver(gate));
            Sleep(1).Await();
        }

        using var hub = Start();
        Assert.True(gate.Acquire(Seconds(1)).Await());
        Assert.IsType<SynchronizationLockException>(Assert.Single(Reported).Failure);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void So_does_a_lock_of_readers_and_writers(bool byMain, bool isWriter)
    {
        var gate = new CoReaderWriterLock();
        using (Start())
        {
            if (byMain) Take().Await();
            else Spawn(() => Take().Await());
            Spawn(() =>
            {
                Take().Await();
                Sleep(Forever).Await();
            });
            Sleep(1).Await();
        }

        using var hub = Start();
        Assert.True(gate.AcquireWrite(Seconds(1)).Await());
        Assert.Equal((0, true), (gate.ReaderCount, gate.IsWriteLocked));
        Assert.IsType<SynchronizationLockException>(Assert.Single(Reported).Failure);

        Suspension<bool> Take() => isWriter ? gate.AcquireWrite() : gate.AcquireRead();
    }

    [Fact]
    public void What_nobody_knows_of_stays_with_a_lock_of_readers_and_writers()
    {
        var gate = new CoReaderWriterLock();
        using (var first = Start())
        {
            first.Post(() => gate.TryAcquireRead());
            Sleep(1).Await();
        }

        using var hub = Start();
        Assert.False(gate.TryAcquireWrite());
        gate.ReleaseRead();
        Assert.True(gate.TryAcquireWrite());
        Assert.Empty(Reported);
    }

    [Fact]
    public void A_kill_of_its_greenlets_by_another_hub_waits_for_nothing()
    {
        using var isReady = new ManualResetEventSlim();
        using var isOver = new ManualResetEventSlim();
        Greenlet? victim = null;
        var thread = new Thread(() =>
        {
            using var other = new Hub(new HubOptions());
            victim = Spawn(Bodies.SleepsFor(3_600_000));
            Sleep(1).Await();
            isReady.Set();
            isOver.Wait();
        }) { IsBackground = true };
        thread.Start();
        isReady.Wait();
        using var hub = new Hub(new HubOptions());
        var killing = Spawn(() => victim!.Kill().Await());
        Sleep(1).Await();
        isOver.Set();
        killing.Await();
        thread.Join();
        victim!.Kill().Await();
    }

    [Fact]
    public void A_ticker_starts_anew_on_the_next_hub()
    {
        var ticker = new Ticker(TimeSpan.FromSeconds(1));
        using (Start())
        {
            Spawn(() => ticker.WaitForNextTick().Await());
            for (var i = 0; i < 3; i++) ticker.WaitForNextTick().Await();
        }

        using var hub = Start();
        var began = Now;
        Assert.True(ticker.WaitForNextTick().Await());
        Assert.Equal((1L, 1.0), (ticker.Count, Now - began));
        ticker.Dispose();
    }

    [Theory]
    [InlineData("rw")]
    [InlineData("lot")]
    [InlineData("rate")]
    [InlineData("lock")]
    [InlineData("semaphore")]
    [InlineData("limiter")]
    [InlineData("channel")]
    [InlineData("condition")]
    [InlineData("event")]
    [InlineData("queue")]
    [InlineData("put")]
    [InlineData("barrier")]
    [InlineData("hub channel")]
    public void What_is_given_on_the_next_hub_does_not_go_to_those_who_waited_on_the_last(string kind)
    {
        var rw = new CoReaderWriterLock();
        var lot = new ParkingLot();
        var rate = new CoRateLimiter(1, TimeSpan.FromSeconds(1));
        var gate = new CoLock();
        var semaphore = new CoSemaphore(0);
        var limiter = new CapacityLimiter(1);
        var channel = new CoChannel<int>();
        var condition = new CoCondition();
        var even = new CoEvent();
        var queue = new CoQueue<int>(1);
        var barrier = new CoBarrier(2);
        var between = new HubChannel<int>(1);
        var got = 0;
        using (Start())
        {
            Spawn(Held(kind), "dead 1");
            Sleep(10).Await();
            Spawn(Waited(), "dead 2");
            Sleep(10).Await();
        }

        using var hub = Start();
        switch (kind)
        {
            case "rw":
                Assert.True(rw.AcquireWrite(1000).Await());
                rw.ReleaseWrite();
                Assert.Equal(0, rw.ReaderCount);
                Assert.True(rw.AcquireWrite(1000).Await());
                break;
            case "lot":
                Assert.Equal(0, lot.Unpark());
                break;
            case "rate":
                Sleep(1000).Await();
                Assert.True(rate.Acquire(1100).Await());
                break;
            case "lock":
                Assert.True(gate.Acquire(1000).Await());
                gate.Release();
                Sleep(10).Await();
                Assert.True(gate.Acquire(1000).Await());
                break;
            case "semaphore":
                semaphore.Release();
                Sleep(10).Await();
                Assert.True(semaphore.Acquire(1000).Await());
                break;
            case "limiter":
                Assert.True(limiter.Acquire(1000).Await());
                limiter.Release();
                Assert.Equal(1, limiter.AvailableCount);
                break;
            case "channel":
                Assert.False(channel.TryPut(1));
                break;
            case "condition":
                var notified = Spawn(() =>
                {
                    using (condition.Lock.Hold().Await()) got += condition.Wait().Await() ? 1 : 0;
                });
                Sleep(10).Await();
                using (condition.Lock.Hold().Await()) condition.Notify();
                notified.Join(Seconds(10)).Await();
                Assert.Equal(1, got);
                break;
            case "event":
                even.Set();
                Assert.True(even.Wait(1000).Await());
                even.Clear();
                var ew = Spawn(() => even.Wait().Await());
                Sleep(1).Await();
                even.Set();
                ew.Join(Seconds(10)).Await();
                Assert.True(ew.IsReady);
                break;
            case "queue":
                queue.Put(1).Await();
                Sleep(10).Await();
                Assert.Equal(1, queue.Count);
                Assert.Equal(1, queue.Get(1000).Await());
                break;
            case "put":
                Assert.Equal(5, queue.Get().Await());
                Sleep(10).Await();
                Assert.Equal(0, queue.Count);
                break;
            case "barrier":
                Assert.Throws<BrokenBarrierException>(() => barrier.Wait(1000).Await());
                break;
            case "hub channel":
                between.Put(1).Await();
                Assert.Equal(1, between.Get(TimeSpan.FromSeconds(1)).Await());
                break;
        }

        IEnumerator<Yield> Held(string k)
        {
            if (k == "rw") rw.AcquireWrite().Await();
            if (k == "rate") rate.Acquire().Await();
            if (k == "lock") gate.Acquire().Await();
            if (k == "limiter") limiter.Acquire().Await();
            if (k == "put") queue.Put(5).Await();
            yield return Sleep(Forever);
        }

        IEnumerator<Yield> Waited()
        {
            switch (kind)
            {
                case "rw":
                    yield return Coroutine.FromIterator(Any(rw.AcquireRead()));
                    break;
                case "lot":
                    yield return Coroutine.FromIterator(Any(lot.Park()));
                    break;
                case "rate":
                    yield return Coroutine.FromIterator(Any(rate.Acquire()));
                    break;
                case "lock":
                    yield return Coroutine.FromIterator(Any(gate.Acquire()));
                    break;
                case "semaphore":
                    yield return Coroutine.FromIterator(Any(semaphore.Acquire()));
                    break;
                case "limiter":
                    yield return Coroutine.FromIterator(Any(limiter.Acquire()));
                    break;
                case "channel":
                    yield return Coroutine.FromIterator(Any(channel.Get()));
                    break;
                case "condition":
                    condition.Lock.Acquire().Await();
                    yield return Coroutine.FromIterator(Any(condition.Wait()));
                    break;
                case "event":
                    yield return Coroutine.FromIterator(Any(even.Wait()));
                    break;
                case "queue":
                    yield return Coroutine.FromIterator(Any(queue.Get()));
                    break;
                case "put":
                    yield return queue.Put(6);
                    break;
                case "barrier":
                    yield return Coroutine.FromIterator(Any(barrier.Wait()));
                    break;
                case "hub channel":
                    yield return Coroutine.FromIterator(Any(between.Get()));
                    break;
            }
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Any<T>(Suspension<T> wait)
    {
        wait.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> HoldsForEver(CoLock gate)
    {
        gate.Acquire().Await();
        yield return Sleep(Forever);
    }
}

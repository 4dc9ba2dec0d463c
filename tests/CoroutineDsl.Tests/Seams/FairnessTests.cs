using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>Waits that are always over at once still let the others run: timers, posts, and those who stand in line.</summary>
public sealed partial class FairnessTests : HubTest
{
    private readonly CoQueue<int> _queue = new();
    private readonly CoSemaphore _semaphore = new();
    private readonly CoLock _lock = new();
    private readonly CoEvent _event = new();
    private readonly AsyncResult<int> _result = new();
    private readonly CapacityLimiter _limiter = new(1);
    private readonly CoBarrier _barrier = new(1);
    private readonly HubChannel<int> _channel = new();
    private bool _isOver;
    private long _rounds;

    public static TheoryData<string> Loops =>
        ["queue", "queue with a timeout", "semaphore", "lock", "lock held around", "event", "result", "result looked at", "task", "task with a value", "join", "get", "completed", "completed value", "limiter", "barrier", "hub channel", "sleep"];

    [Theory]
    [MemberData(nameof(Loops))]
    public void A_loop_of_waits_that_are_over_at_once_keeps_nobody_waiting(string loop)
    {
        foreach (var isLowered in loop is "queue" or "lock" or "task" ? new[] { true, false } : [true])
        {
            using var hub = new Hub(new HubOptions());
            var test = new FairnessTests();
            var posted = false;
            var stop = Spawn(Stops(hub, () => posted, test));
            var looping = Spawn(isLowered ? test.Lowered(loop) : test.Plain(loop));
            hub.Post(() => posted = true);
            JoinAll(stop, looping).Await();
            Assert.True(posted);
            Assert.Null(looping.Exception);
        }
    }

    [Fact]
    public void The_main_program_lets_the_others_run_too()
    {
        using var hub = new Hub(new HubOptions());
        var stop = SpawnLater(TimeSpan.FromMilliseconds(5), Sets());
        for (; !_isOver && _rounds < 100_000_000; _rounds++)
        {
            _queue.Put(1).Await();
            _queue.Get().Await();
        }

        Assert.True(_isOver);
        stop.Join().Await();
    }

    [Fact]
    public void Who_stands_in_line_for_a_semaphore_a_lock_or_an_item_gets_it_from_a_loop_that_takes_it_back_at_once()
    {
        foreach (var taking in new[] { "semaphore", "lock", "queue" })
        {
            using var hub = new Hub(new HubOptions());
            var test = new FairnessTests();
            var loop = Spawn(test.Lowered(taking));
            var other = Spawn(test.TakesOnce(taking));
            other.Join(TimeSpan.FromSeconds(60)).Await();
            test._isOver = true;
            Assert.True(other.IsReady, taking);
            if (taking == "queue") test._queue.TryPut(1);
            loop.Await();
        }
    }

    [Fact]
    public void A_lock_is_handed_over_in_order_to_who_has_waited_a_millisecond_and_taken_before()
    {
        using var hub = Start();
        var loop = Spawn(Takes("a", 3, 10));
        Spawn(Takes("b", 1, 10));
        Spawn(Takes("c", 1, 10));
        loop.Await();
        Sleep(Seconds(1)).Await();
        Assert.Equal("a b c a a", Trace);
        Log.Clear();
        JoinAll(Spawn(Takes("a", 3, 0)), Spawn(Takes("b", 1, 0))).Await();
        Assert.Equal("a a a b", Trace);
    }

    [Fact]
    public void A_batch_is_as_long_as_a_millisecond_by_the_steps_of_the_last()
    {
        var pace = new BatchPace();
        Assert.Equal(16, pace.Size);
        pace.Ended(3);
        Assert.Equal(16, pace.Size);
        pace.Ended(0);
        SpinFor(20);
        pace.Ended(0);
        Assert.Equal(1, pace.Size);
        for (var i = 0; i < 100_000 && pace.Size <= 16; i++) pace.Ended(0); // a busy machine may stop this thread in between
        Assert.InRange(pace.Size, 17, 256);
        SpinFor(60);
        pace.Ended(0);
        SpinFor(60);
        pace.Ended(0);
        Assert.InRange(pace.Size, 1, 5);

        static void SpinFor(int milliseconds)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            while (clock.ElapsedMilliseconds < milliseconds) Thread.SpinWait(100);
        }
    }

    [Fact]
    public void A_hub_that_was_idle_runs_on_while_its_steps_take_no_time()
    {
        var pace = new BatchPace();
        var given = 0;
        for (var i = 0; i < 100_000 && given < 256; i++) // the clock may move in between
        {
            pace.Ended(3);
            pace.Begins();
            while (pace.Extend() > 0)
            {
                // all are used up
            }

            given = pace.Given;
        }

        Assert.Equal(256, given);
        pace.Ended(3);
        Assert.Equal((16, 16), (pace.Size, pace.Given));
        pace.Begins();
        for (var began = Environment.TickCount64; Environment.TickCount64 == began;) Thread.SpinWait(100);
        Assert.Equal(0, pace.Extend());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Plain_loops_that_hand_the_hub_to_one_another_keep_no_timer_and_no_post_waiting(int loops)
    {
        using var hub = new Hub(new HubOptions());
        var posted = false;
        var plain = Enumerable.Range(0, loops).Select(_ => Spawn(() =>
        {
            while (!_isOver) Sleep().Await();
        })).ToArray();
        hub.Post(() => posted = true);
        Sleep(TimeSpan.FromMilliseconds(20)).Await();
        Assert.True(posted);
        _isOver = true;
        JoinAll(plain).Await();
    }

    [Fact]
    public void A_plain_loop_without_an_end_is_a_greenlet_of_its_own()
    {
        using var hub = new Hub(new HubOptions());
        var endless = Spawn(() => // to C# it returns whatever is asked for
        {
            while (true) Sleep().Await();
        });
        Sleep(TimeSpan.FromMilliseconds(5)).Await();
        Assert.False(endless.IsReady);
        endless.Kill().Await();
        Assert.True(endless.IsKilled);
    }

    [Fact]
    public void A_timed_try_in_a_loop_is_never_told_a_lie()
    {
        using var hub = Start();
        Spawn(Tries()).Await();
        Assert.Equal("", Trace);
    }

    [Fact]
    public void A_lock_whose_owner_has_ended_goes_to_the_next_and_that_is_reported()
    {
        using var hub = Start();
        var owner = Spawn(EndsWithLock(1), "owner");
        var waiter = Spawn(Takes("waiter", 1, 0));
        waiter.Await();
        Assert.Equal("waiter", Trace);
        Assert.False(_lock.IsLocked);
        Assert.Equal("owner", Assert.Single(Reported).Greenlet);
        Assert.IsType<SynchronizationLockException>(Reported[0].Failure);
        Reported.Clear();

        Spawn(EndsWithLock(0), "alone").Await();
        Assert.True(_lock.Acquire().Await());
        Assert.Equal("alone", Assert.Single(Reported).Greenlet);
        _lock.Release();
        owner.Await();
    }

    [Coroutine]
    private IEnumerator<Yield> EndsWithLock(int milliseconds)
    {
        _lock.Acquire().Await();
        yield return Sleep(milliseconds);
    }

    [Coroutine]
    private IEnumerator<Yield> Takes(string name, int times, int milliseconds)
    {
        for (var i = 0; i < times; i++)
        {
            _lock.Acquire().Await();
            Add(name);
            yield return Sleep(milliseconds);
            _lock.Release();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Tries()
    {
        _queue.Put(1).Await();
        for (var i = 0; i < 1000; i++)
        {
            if (!_lock.Acquire(TimeSpan.Zero).Await()) Add("lock");
            if (!_semaphore.Acquire(TimeSpan.Zero).Await()) Add("semaphore");
            _queue.Get(TimeSpan.Zero).Await();
            _queue.Put(1, TimeSpan.Zero).Await();
            _lock.Release();
            _semaphore.Release();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Sets()
    {
        _isOver = true;
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Stops(Hub hub, Func<bool> posted, FairnessTests test)
    {
        yield return Sleep(1);
        while (!posted()) yield return Sleep(1);
        hub.CheckThread();
        test._isOver = true;
    }

    [Coroutine]
    private IEnumerator<Yield> TakesOnce(string taking)
    {
        yield return Sleep(1);
        if (taking == "queue")
        {
            _queue.Get().Await();
            _queue.Put(1).Await();
        }
        else if (taking == "lock")
        {
            using (_lock.Hold().Await()) Sleep().Await();
        }
        else
        {
            using (_semaphore.Hold().Await()) Sleep().Await();
        }
    }

    private IEnumerator<Yield> Plain(string loop)
    {
        while (!_isOver) Step(loop);
        yield break;
    }

    private void Step(string loop)
    {
        switch (loop)
        {
            case "lock":
                _lock.Acquire().Await();
                _lock.Release();
                break;
            case "semaphore":
                _semaphore.Acquire().Await();
                _semaphore.Release();
                break;
            case "completed":
                Suspension.Completed.Await();
                break;
            case "task":
                Task.CompletedTask.Await();
                break;
            default:
                _queue.Put(1).Await();
                _queue.Get().Await();
                break;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Lowered(string loop)
    {
        var ended = Spawn(Bodies.Returns(1));
        ended.Await();
        _event.Set();
        _result.Set(1);
        if (loop == "lock held around") _lock.Acquire().Await();
        while (!_isOver)
        {
            switch (loop)
            {
                case "queue":
                    _queue.Put(1).Await();
                    _queue.Get().Await();
                    break;
                case "queue with a timeout":
                    _queue.Put(1, 100_000).Await();
                    _queue.Get(100_000).Await();
                    break;
                case "semaphore":
                    _semaphore.Acquire().Await();
                    _semaphore.Release();
                    break;
                case "lock":
                case "lock held around":
                    _lock.Acquire().Await();
                    _lock.Release();
                    break;
                case "event":
                    _event.Wait().Await();
                    break;
                case "result":
                    _result.Get().Await();
                    break;
                case "result looked at":
                    _result.Wait().Await();
                    break;
                case "task":
                    Task.CompletedTask.Await();
                    break;
                case "task with a value":
                    Assert.Equal(3, Task.FromResult(3).Await());
                    break;
                case "join":
                    ended.Join().Await();
                    break;
                case "get":
                    Assert.Equal(1, ended.Get().Await());
                    break;
                case "completed":
                    yield return Suspension.Completed;
                    break;
                case "completed value":
                    Assert.Equal("v", Suspension<string>.FromValue("v").Await());
                    break;
                case "limiter":
                    _limiter.Acquire().Await();
                    _limiter.Release();
                    break;
                case "barrier":
                    _barrier.Wait().Await();
                    break;
                case "hub channel":
                    _channel.Put(1).Await();
                    _channel.Get().Await();
                    break;
                default:
                    Sleep().Await();
                    break;
            }
        }
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>What several hubs, threads or owners use: nothing is lost between them, and misuse is noticed at the first touch.</summary>
public sealed partial class SharedThingsTests : HubTest
{
    [Fact]
    public void A_getter_of_a_busy_hub_does_not_keep_a_putter_from_one_that_waits_here()
    {
        var channel = new CoChannel<int>(isShared: true);
        using var waits = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        var busy = OnAThread(() =>
        {
            var first = Spawn(Gets(channel));
            Sleep(1).Await();
            waits.Set();
            go.Wait(); // the hub does not run
            first.Kill().Await();
        });
        waits.Wait();
        using (var hub = new Hub(new HubOptions()))
        {
            var second = Spawn(Gets(channel));
            Sleep().Await();
            channel.Put(7).Await();
            Assert.Equal(7, second.Await());
            var third = Spawn(Gets(channel));
            Sleep().Await();
            Assert.True(channel.TryPut(8));
            Assert.Equal(8, third.Await());
        }

        go.Set();
        busy.Join();
    }

    [Fact]
    public void A_getter_of_a_hub_that_was_disposed_of_takes_nothing()
    {
        var channel = new CoChannel<int>(isShared: true);
        OnAThread(() =>
        {
            using var hub = new Hub(new HubOptions());
            Spawn(Gets(channel));
            Sleep(1).Await();
        }).Join();
        using var here = new Hub(new HubOptions());
        var putter = Spawn(Puts(channel, 7));
        Sleep(1).Await();
        Assert.Equal(1, channel.Balance);
        Assert.Equal(7, channel.Get().Await());
        putter.Await();
    }

    [Fact]
    public void A_putter_that_is_killed_after_its_item_was_taken_hears_that_it_was()
    {
        var channel = new CoChannel<int>(isShared: true);
        using var here = new Hub(new HubOptions());
        var putter = Spawn(PutsAndTells(channel));
        Sleep(1).Await();
        var taken = 0;
        OnAThread(() => channel.TryGet(out taken)).Join();
        Assert.Equal(5, taken);
        putter.Kill().Await();
        Assert.Equal("put", Trace);
        Assert.True(putter.IsKilled);
    }

    [Fact]
    public void A_primitive_belongs_to_the_hub_that_touches_it_first_also_when_nobody_waits()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var done = new CoEvent();
        var semaphore = new CoSemaphore();
        var gate = new CoLock();
        queue.Put(1).Await();
        done.Set();
        semaphore.TryAcquire();
        gate.TryAcquire();
        Exception?[] refused = new Exception?[5];
        OnAThread(() =>
        {
            refused[0] = Record.Exception(() => queue.TryPut(2));
            refused[1] = Record.Exception(() => queue.TryGet(out _));
            refused[2] = Record.Exception(() => done.Clear());
            refused[3] = Record.Exception(() => semaphore.Release());
            refused[4] = Record.Exception(() => gate.TryAcquire());
        }).Join();
        Assert.All(refused, exception => Assert.IsType<InvalidOperationException>(exception));
        Assert.Equal(1, queue.Count);
        Assert.True(done.IsSet);
    }

    [Fact]
    public void What_a_thread_without_a_hub_has_filled_a_hub_may_have_and_then_nobody_else()
    {
        var queue = new CoQueue<int>();
        Exception? refused = null;
        var thread = OnAThread(() => queue.TryPut(1));
        thread.Join();
        using (Start())
        {
            Assert.Equal(1, queue.Get().Await());
            OnAThread(() => refused = Record.Exception(() => queue.TryPut(2))).Join();
            Assert.IsType<InvalidOperationException>(refused);
        }

        using (Start()) queue.Put(3).Await();
        Assert.Equal(1, queue.Count);
    }

    [Fact]
    public void A_pool_loses_no_place_whatever_is_done_twice()
    {
        using var hub = Start();
        var pool = new Pool(2);
        var coroutine = Coroutine.FromIterator(Bodies.SleepsFor(1));
        pool.Spawn(coroutine).Await();
        pool.Join().Await();
        Assert.Throws<InvalidOperationException>(() => pool.Spawn(coroutine).Await());
        Assert.Equal(2, pool.FreeCount);

        var started = Create(Bodies.SleepsFor(1));
        pool.Start(started).Await();
        pool.Start(started).Await();
        Sleep(5).Await();
        Assert.Equal((2, 0), (pool.FreeCount, pool.Count));

        pool.Spawn(Bodies.SleepsFor(1)).Await();
        pool.Spawn(Bodies.SleepsFor(1)).Await();
        var added = Spawn(Bodies.SleepsFor(10));
        Spawn(() => pool.Add(added).Await());
        Spawn(() => pool.Add(added).Await());
        Sleep(100).Await();
        Assert.Equal((2, 0), (pool.FreeCount, pool.Count));
    }

    [Fact]
    public void Members_leave_a_group_in_the_turn_of_their_links()
    {
        using var hub = Start();
        var group = new Group();
        group.Map(i =>
        {
            Add($"{group.Count}");
            return i;
        }, Enumerable.Range(0, 3)).Await();
        Assert.Equal("3 3 3", Trace);
        group.Join().Await();
        Assert.Empty(group);
    }

    [Fact]
    public void A_reader_writer_lock_belongs_to_the_hub_that_touches_it_first()
    {
        using var hub = Start();
        var gate = new CoReaderWriterLock();
        Assert.True(gate.TryAcquireRead());
        gate.ReleaseRead();
        Exception? refused = null;
        OnAThread(() =>
        {
            using var other = new Hub(new HubOptions());
            refused = Record.Exception(() => gate.TryAcquireWrite());
        }).Join();
        Assert.IsType<InvalidOperationException>(refused);
    }

    [Fact]
    public void The_token_of_one_that_has_ended_goes_to_who_waits_for_it()
    {
        using var hub = Start();
        var limiter = new CapacityLimiter(1);
        Spawn(() =>
        {
            limiter.Acquire().Await();
            Sleep(10).Await();
        });
        Sleep(1).Await();
        var waiter = Spawn(() => limiter.Acquire().Await());
        Assert.Single(JoinAll([waiter], Seconds(10)).Await());
    }

    [Fact]
    public void A_value_that_makes_a_subscriber_leave_is_given_to_the_others()
    {
        using var hub = Start();
        CoBroadcast<int>.Subscription? other = null;
        var broadcast = new CoBroadcast<int>(1, Overflow.DropOldest, undelivered: _ => other?.Dispose());
        using var first = broadcast.Subscribe();
        other = broadcast.Subscribe();
        using var third = broadcast.Subscribe();
        broadcast.Publish(1).Await();
        Assert.True(broadcast.TryPublish(2));
        Assert.Equal(2, broadcast.SubscriberCount);
    }

    [Fact]
    public void A_comparer_that_throws_leaves_a_queue_as_it_was()
    {
        using var hub = Start();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var comparer = new ThrowingComparer();
        var queue = new CoPriorityQueue<int>(comparer: comparer);
        var expected = new List<int>();
        for (var i = 0; i < 5000; i++)
        {
            var item = random.Next(50);
            comparer.ThrowsIn = random.Next(12);
            try
            {
                if (random.Next(2) == 0)
                {
                    queue.PutNoWait(item);
                    expected.Add(item);
                }
                else if (queue.TryGet(out var taken))
                {
                    Assert.True(expected.Min() == taken, $"seed {seed}");
                    expected.Remove(taken);
                }
            }
            catch (ArithmeticException)
            {
                // nothing has happened
            }

            Assert.True(expected.Count == queue.Count, $"seed {seed}");
        }
    }

    [Fact]
    public void A_deep_recursion_is_left_in_steps_and_every_finally_runs()
    {
        using var hub = new Hub(new HubOptions());
        var ended = 0;
        var others = 0;
        var deep = Spawn(Deep(4000, () => ended++));
        Sleep(1).Await();
        while (deep.StackFrames.Count < 4000) Sleep(1).Await();
        var other = Spawn(Turns(deep, () => others++));
        deep.Kill().Await();
        Assert.Equal(4000, ended);
        other.Await();
        if (Deep(0, () => { }) is Coroutine) Assert.InRange(others, 10, int.MaxValue);
    }

    [Coroutine]
    private static IEnumerator<Yield> Turns(Greenlet until, Action turn)
    {
        for (; !until.IsReady; turn()) yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> Deep(int depth, Action ended)
    {
        if (depth == 0) yield return Sleep(Forever);
        try
        {
            yield return Sleep();
            Deep(depth - 1, ended).Await();
        }
        finally
        {
            ended();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Gets(CoChannel<int> channel)
    {
        yield return channel.Get().Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> Puts(CoChannel<int> channel, int item)
    {
        yield return channel.Put(item);
    }

    [Coroutine]
    private IEnumerator<Yield> PutsAndTells(CoChannel<int> channel)
    {
        yield return channel.Put(5);
        Add("put");
        yield return Sleep(Forever);
    }

    private sealed class ThrowingComparer : IComparer<int>
    {
        public int ThrowsIn { get; set; }

        public int Compare(int x, int y) => ThrowsIn-- == 0 ? throw new ArithmeticException("a comparer") : x.CompareTo(y);
    }

    private static Thread OnAThread(Action action)
    {
        var thread = new Thread(() => action()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}

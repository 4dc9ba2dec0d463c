using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Queues;

public sealed partial class CoQueueTests : HubTest
{
    [Fact, Trait("Row", "220"), Trait("Row", "227"), Trait("Row", "197")]
    public void Each_kind_has_its_order_and_Peek_shows_what_Get_takes()
    {
        using var hub = Start();
        int[] items = [111, 333, 222, 444];
        Assert.Equal([111, 333, 222, 444], Drain(new CoQueue<int>(items: items)));
        Assert.Equal([444, 222, 333, 111], Drain(new CoLifoQueue<int>(items: items)));
        Assert.Equal([111, 222, 333, 444], Drain(new CoPriorityQueue<int>(items: items)));
        Assert.Equal([111, 333, 222, 444], Drain(new CoJoinableQueue<int>(items: items)));
        Assert.Equal([(1, "a"), (1, "b"), (2, "x")], Drain(new CoPriorityQueue<(int, string)>(items: [(2, "x"), (1, "a"), (1, "b")], comparer: Comparer<(int Key, string)>.Create((one, other) => one.Key.CompareTo(other.Key)))));
        Assert.Equal(0, hub.Timers.Count);

        static List<T> Drain<T>(CoQueueBase<T> queue)
        {
            var taken = new List<T>();
            while (!queue.IsEmpty)
            {
                var next = queue.Peek().Await();
                Assert.Equal(next, queue.PeekNoWait());
                Assert.Equal(next, queue.Get().Await());
                taken.Add(next);
            }

            return taken;
        }
    }

    [Fact, Trait("Row", "221"), Trait("Row", "218"), Trait("Row", "189")]
    public void A_full_queue_refuses()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(5);
        for (var i = 0; i < 5; i++)
        {
            Assert.False(queue.IsFull);
            queue.PutNoWait(i);
            Assert.False(queue.IsEmpty);
        }

        Assert.True(queue.IsFull);
        Assert.Equal(5, queue.Count);
        Assert.False(queue.TryPut(9));
        Assert.Throws<QueueFullException>(() => queue.PutNoWait(9));
        Assert.Throws<QueueFullException>(() => queue.Put(9, 10).Await());
        Assert.Equal(0.01, Now);
        Assert.Equal(new QueueStatistics(5, 5, 0, 0), queue.Statistics);
    }

    [Fact, Trait("Row", "223"), Trait("Row", "217"), Trait("Row", "195"), Trait("Row", "199")]
    public void An_empty_queue_has_nothing()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        queue.PutNoWait(1);
        Assert.Equal(1, queue.GetNoWait());
        Assert.False(queue.TryGet(out _));
        Assert.Throws<QueueEmptyException>(() => queue.GetNoWait());
        Assert.Throws<QueueEmptyException>(() => queue.PeekNoWait());
        Assert.Throws<QueueEmptyException>(() => queue.Get(10).Await());
        Assert.Throws<QueueEmptyException>(() => queue.Peek(10).Await());
        Assert.Equal(0.02, Now);
        Assert.Equal(new QueueStatistics(0, null, 0, 0), queue.Statistics);
    }

    [Fact, Trait("Row", "198")]
    public void What_never_comes_is_no_hang()
    {
        using var hub = Start();
        Assert.Throws<LoopExitException>(() => new CoQueue<int>().Peek().Await());
        Assert.Throws<LoopExitException>(() => new CoQueue<int>().Get().Await());
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoQueue<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoQueue<int>(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoLifoQueue<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoPriorityQueue<int>(0));
    }

    [Fact, Trait("Row", "201")]
    public void A_putter_waits_for_room()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(2);
        var putter = Spawn(Puts(queue, 1, 2, 3));
        Sleep().Await();
        Assert.Equal("put 1 put 2", Trace);
        Assert.Equal(1, queue.Statistics.WaitingPutters);
        Assert.Equal(1, queue.Get().Await());
        Sleep().Await();
        Assert.Equal("put 1 put 2 put 3", Trace);
        Assert.True(putter.IsReady);
        Assert.Equal([2, 3], [queue.GetNoWait(), queue.GetNoWait()]);
    }

    [Fact, Trait("Row", "202"), Trait("Row", "191"), Trait("Row", "192"), Trait("Row", "222")]
    public void Each_getter_that_waits_gets_one()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        for (var i = 0; i < 4; i++) Spawn(Gets(queue, $"{(char)('a' + i)}"));
        Sleep().Await();
        Assert.Equal(4, queue.Statistics.WaitingGetters);
        for (var i = 0; i < 4; i++) queue.PutNoWait(i);
        Sleep(1).Await();
        Assert.Equal("a0 b1 c2 d3", Trace);
        SpawnLater(10, Puts(queue, 9));
        Assert.Equal(9, queue.Get(Forever).Await());
    }

    [Fact]
    public void A_getter_that_does_not_wait_in_between_takes_all_there_is()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        Spawn(GetsAll(queue, "a"));
        Spawn(GetsAll(queue, "b"));
        Sleep().Await();
        for (var i = 0; i < 3; i++) queue.PutNoWait(i);
        Sleep(1).Await();
        Assert.Equal("a0 a1 a2", Trace);
    }

    [Fact]
    public void Putters_and_getters_take_turns()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(1);
        Spawn(Puts(queue, 1, 2, 3, 4, 5));
        Spawn(GetsAll(queue, "g"));
        Sleep(1).Await();
        Assert.Equal("put 1 g1 put 2 g2 put 3 g3 put 4 g4 put 5 g5", Trace);
    }

    [Fact]
    public void Where_both_wait_a_putter_and_a_getter_go_on_in_turn()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(2, [8, 9]);
        Spawn(Puts(queue, 1));
        Spawn(Puts(queue, 2));
        Sleep().Await();
        Spawn(Gets(queue, "g"));
        Assert.Equal([8, 9], [queue.GetNoWait(), queue.GetNoWait()]);
        Sleep(1).Await();
        Assert.Equal("put 1 g1 put 2", Trace);
    }

    [Fact, Trait("Row", "203")]
    public void A_getter_whose_deadline_passes_takes_nothing()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        using (CoTimeout.Start(0, new TimeoutException())) Assert.Throws<TimeoutException>(() => queue.Get().Await());
        queue.PutNoWait(1);
        Sleep(1).Await();
        Assert.Equal(1, queue.GetNoWait());
    }

    [Fact, Trait("Row", "204"), Trait("Row", "205"), Trait("Row", "206")]
    public void The_item_of_a_getter_that_is_killed_goes_to_the_next_or_stays()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var getters = Enumerable.Range(0, 3).Select(i => Spawn(Gets(queue, $"{i}:"))).ToArray();
        Sleep().Await();
        queue.PutNoWait(7); // the turn is due, the first getter is still in line
        getters[0].Kill().Await();
        Sleep(1).Await();
        Assert.Equal("1:7", Trace);
        queue.PutNoWait(8);
        KillAll(getters).Await();
        Sleep(1).Await();
        Assert.Equal("1:7", Trace);
        Assert.Equal(8, queue.GetNoWait());
        Assert.Equal(0, queue.Statistics.WaitingGetters);
    }

    [Fact]
    public void The_item_of_a_putter_that_is_killed_is_not_put()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(1);
        queue.PutNoWait(0);
        var killed = Spawn(Puts(queue, 1));
        Spawn(Puts(queue, 2));
        Sleep().Await();
        killed.Kill().Await();
        Assert.Equal(0, queue.GetNoWait());
        Sleep(1).Await();
        Assert.Equal(2, queue.GetNoWait());
        Assert.True(queue.IsEmpty);
    }

    [Fact, Trait("Row", "200")]
    public void A_peeker_that_waits_sees_the_item_and_leaves_it()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var peeker = Spawn(Peeks(queue));
        Sleep().Await();
        queue.PutNoWait(5);
        peeker.Join().Await();
        Assert.Equal("sees 5", Trace);
        Assert.Equal(5, queue.GetNoWait());
    }

    [Fact]
    public void A_larger_size_lets_putters_in()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(1);
        Spawn(Puts(queue, 1, 2, 3));
        Sleep().Await();
        Assert.Equal("put 1", Trace);
        queue.MaxSize = 2;
        Sleep().Await();
        Assert.Equal("put 1 put 2", Trace);
        queue.MaxSize = null;
        Sleep().Await();
        Assert.Equal("put 1 put 2 put 3", Trace);
    }

    [Fact, Trait("Row", "196")]
    public void A_callback_may_take_what_a_putter_waits_to_replace()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(1);
        var putter = Spawn(Puts(queue, 1, 2));
        Sleep().Await();
        hub.Post(() => Add($"got {queue.GetNoWait()}"));
        putter.Join().Await();
        Assert.Equal("put 1 got 1 put 2", Trace);
        Assert.Equal(2, queue.GetNoWait());
    }

    [Fact, Trait("Row", "214")]
    public void ShutDown_refuses_puts_and_lets_gets_finish()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        queue.PutNoWait(1);
        queue.PutNoWait(2);
        queue.ShutDown();
        Assert.True(queue.IsShutDown);
        Assert.Throws<QueueShutDownException>(() => { _ = queue.Put(3); });
        Assert.Throws<QueueShutDownException>(() => queue.PutNoWait(3));
        Assert.False(queue.TryPut(3));
        Assert.Equal([1, 2], [queue.Get().Await(), queue.GetNoWait()]);
        Assert.Throws<QueueShutDownException>(() => { _ = queue.Get(); });
        Assert.Throws<QueueShutDownException>(() => { _ = queue.Get(1000); });
        Assert.Throws<QueueShutDownException>(() => queue.GetNoWait());
        Assert.Throws<QueueShutDownException>(() => { _ = queue.Peek(); });
    }

    [Fact]
    public void ShutDown_ends_all_who_wait()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(1);
        var getter = Spawn(Gets(queue, "g"));
        var peeker = Spawn(Peeks(queue));
        Sleep().Await();
        queue.ShutDown();
        JoinAll(getter, peeker).Await();
        Assert.IsType<QueueShutDownException>(getter.Exception);
        Assert.IsType<QueueShutDownException>(peeker.Exception);
        var full = new CoQueue<int>(1);
        var putter = Spawn(Puts(full, 1, 2));
        Sleep().Await();
        full.ShutDown();
        putter.Join().Await();
        Assert.IsType<QueueShutDownException>(putter.Exception);
        Assert.Equal(1, full.GetNoWait());
        Assert.Throws<QueueShutDownException>(() => full.GetNoWait());
    }

    [Fact]
    public void A_foreach_ends_when_the_queue_is_shut_down_and_empty()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var reader = Spawn(Iterates(queue));
        Sleep().Await();
        queue.PutNoWait(1);
        queue.PutNoWait(2);
        Sleep().Await();
        Assert.Equal("1 2", Trace);
        queue.PutNoWait(3);
        queue.ShutDown();
        reader.Join().Await();
        Assert.Equal("1 2 3 end", Trace);
        Spawn(Iterates(queue)).Join().Await();
        Assert.Equal("1 2 3 end end", Trace);
        var idle = new CoQueue<int>();
        var waiting = Spawn(Iterates(idle));
        Sleep().Await();
        idle.ShutDown();
        waiting.Await();
        Assert.Equal("1 2 3 end end end", Trace);
    }

    [Fact, Trait("Row", "193"), Trait("Row", "207"), Trait("Row", "228"), Trait("Row", "229")]
    public void A_queue_of_ones_own_that_throws_is_not_damaged()
    {
        using var hub = Start();
        var queue = new Fragile(2);
        queue.Put(1).Await();
        queue.FailsToAdd = true;
        Assert.Throws<TimeoutException>(() => queue.PutNoWait(2));
        Assert.Throws<TimeoutException>(() => { _ = queue.Put(2, 10); });
        queue.FailsToAdd = false;
        queue.Put(2).Await();
        var putter = Spawn(Puts(queue, 3));
        Sleep().Await();
        queue.FailsToAdd = true;
        Assert.Equal(1, queue.GetNoWait());
        putter.Join().Await();
        Assert.IsType<TimeoutException>(putter.Exception);
        Assert.Equal(1, queue.Count);
        queue.FailsToTake = true;
        Assert.Throws<TimeoutException>(() => queue.GetNoWait());
        Assert.Throws<TimeoutException>(() => { _ = queue.Get(10); });
        queue.FailsToTake = queue.FailsToAdd = false;
        Assert.Equal(2, queue.Get().Await());
        var getter = Spawn(Gets(queue, "got "));
        Sleep().Await();
        queue.FailsToTake = true;
        queue.PutNoWait(4);
        getter.Join().Await();
        Assert.IsType<TimeoutException>(getter.Exception);
        queue.FailsToTake = false;
        Assert.Equal(4, queue.GetNoWait());
    }

    [Fact, Trait("Row", "213"), Trait("Row", "216"), Trait("Row", "224"), Trait("Row", "226")]
    public void A_joinable_queue_counts_what_is_unfinished()
    {
        using var hub = Start();
        var queue = new CoJoinableQueue<int>();
        Assert.True(queue.Join().Await());
        Assert.Throws<InvalidOperationException>(() => queue.TaskDone());
        queue.PutNoWait(1);
        Assert.Equal(1, queue.UnfinishedTasks);
        queue.GetNoWait();
        Assert.False(queue.Join(10).Await());
        queue.TaskDone();
        Assert.Equal(0, queue.UnfinishedTasks);
        Assert.True(queue.Join().Await());
        var filled = new CoJoinableQueue<int>(items: [1, 2, 3]);
        for (var i = 0; i < 3; i++)
        {
            Assert.False(filled.Join(1).Await());
            filled.GetNoWait();
            filled.TaskDone();
        }

        Assert.True(filled.Join(1).Await());
        Assert.Throws<InvalidOperationException>(() => filled.TaskDone());
    }

    [Fact, Trait("Row", "225")]
    public void Two_workers_finish_a_hundred_items()
    {
        using var hub = Start();
        var queue = new CoJoinableQueue<int>();
        var sum = 0;
        for (var i = 0; i < 2; i++) Spawn(Works(queue, item => sum += item));
        for (var round = 1; round <= 2; round++)
        {
            for (var i = 0; i < 100; i++) queue.PutNoWait(i);
            Assert.True(queue.Join().Await());
            Assert.Equal(4950 * round, sum);
        }

        Assert.Throws<InvalidOperationException>(() => queue.TaskDone());
    }

    [Fact, Trait("Row", "215")]
    public void An_immediate_shutdown_drops_what_is_there_and_counts_it_as_done()
    {
        using var hub = Start();
        var queue = new CoJoinableQueue<int>(items: [1, 2]);
        queue.ShutDown(immediate: true);
        Assert.True(queue.Join().Await());
        Assert.Throws<QueueShutDownException>(() => queue.PutNoWait(3));
        Assert.Throws<QueueShutDownException>(() => queue.GetNoWait());
        Assert.Throws<InvalidOperationException>(() => queue.TaskDone());
    }

    [Fact]
    public void Nothing_is_lost_or_doubled_where_getters_and_putters_are_killed_at_random()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using var hub = Start(new HubOptions { Seed = seed });
        for (var round = 0; round < 40; round++)
        {
            var queue = new CoQueue<int>(random.Next(1, 4));
            var (put, got) = (new List<int>(), new List<int>());
            var greenlets = Enumerable.Range(0, 60).Select(i => i % 2 == 0 ? Spawn(StormPutter(queue, i * 1000, put, random)) : Spawn(StormGetter(queue, got, random))).ToList();
            for (var i = 0; i < 30; i++)
            {
                Sleep(random.Next(3)).Await();
                _ = greenlets[random.Next(greenlets.Count)].Kill();
            }

            KillAll(greenlets).Await();
            Assert.Equal((0, 0), (queue.Statistics.WaitingGetters, queue.Statistics.WaitingPutters));
            while (queue.TryGet(out var item)) got.Add(item);
            Assert.True(put.Order().SequenceEqual(got.Order()), $"seed {seed}, round {round}");
        }

        Assert.Equal(0, hub.Timers.Count);
        Assert.Equal(0, hub.Count);
    }

    private sealed class Fragile(int maxSize) : CoQueueBase<int>(maxSize)
    {
        private readonly List<int> _items = [];

        public bool FailsToAdd { get; set; }

        public bool FailsToTake { get; set; }

        protected override int ItemCount => _items.Count;

        protected override void AddItem(int item)
        {
            if (FailsToAdd) throw new TimeoutException();
            _items.Add(item);
        }

        protected override int TakeItem()
        {
            if (FailsToTake) throw new TimeoutException();
            var item = _items[0];
            _items.RemoveAt(0);
            return item;
        }

        protected override int FirstItem() => _items[0];
    }

    [Coroutine]
    private IEnumerator<Yield> Puts(CoQueueBase<int> queue, params int[] items)
    {
        foreach (var item in items)
        {
            yield return queue.Put(item);
            Add($"put {item}");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Gets(CoQueueBase<int> queue, string name)
    {
        var item = queue.Get().Await();
        Add($"{name}{item}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> GetsAll(CoQueueBase<int> queue, string name)
    {
        while (true)
        {
            var item = queue.Get().Await();
            Add($"{name}{item}");
        }

#pragma warning disable CS0162 // an iterator needs a yield
        yield break;
#pragma warning restore CS0162
    }

    [Coroutine]
    private IEnumerator<Yield> Peeks(CoQueueBase<int> queue)
    {
        var item = queue.Peek().Await();
        Add($"sees {item}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Iterates(CoQueueBase<int> queue)
    {
        foreach (var item in queue) Add($"{item}");
        Add("end");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Works(CoJoinableQueue<int> queue, Action<int> work)
    {
        foreach (var item in queue)
        {
            yield return Sleep(1);
            work(item);
            queue.TaskDone();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> StormPutter(CoQueue<int> queue, int first, List<int> put, Random random)
    {
        for (var i = 0; i < 20; i++)
        {
            var isPut = true;
            try
            {
                if (random.Next(3) == 0) queue.Put(first + i, random.Next(3)).Await();
                else queue.Put(first + i).Await();
            }
            catch (QueueFullException)
            {
                isPut = false;
            }

            if (isPut) put.Add(first + i);
            if (random.Next(4) == 0) yield return Sleep(random.Next(2));
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> StormGetter(CoQueue<int> queue, List<int> got, Random random)
    {
        while (true)
        {
            try
            {
                if (random.Next(3) == 0) got.Add(queue.Get(random.Next(3)).Await());
                else got.Add(queue.Get().Await());
            }
            catch (QueueEmptyException)
            {
                // tries again
            }

            if (random.Next(4) == 0) yield return Sleep(random.Next(2));
        }
    }
}

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
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Queues;

public sealed partial class CoQueueTests
{
    [Fact, Trait("Row", "214")]
    public void ShutDown_refuses_puts_and_lets_gets_finish()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        queue.PutNoWait(1);
        queue.PutNoWait(2);
        queue.ShutDown();
        Assert.True(queue.IsShutDown);
        Assert.Throws<QueueShutDownException>(() => queue.Put(3).Await());
        Assert.Throws<QueueShutDownException>(() => queue.PutNoWait(3));
        Assert.False(queue.TryPut(3));
        Assert.Equal([1, 2], [queue.Get().Await(), queue.GetNoWait()]);
        Assert.Throws<QueueShutDownException>(() => queue.Get().Await());
        Assert.Throws<QueueShutDownException>(() => queue.Get(1000).Await());
        Assert.Throws<QueueShutDownException>(() => queue.GetNoWait());
        Assert.Throws<QueueShutDownException>(() => queue.Peek().Await());
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

    [Coroutine]
    private IEnumerator<Yield> Iterates(CoQueueBase<int> queue)
    {
        foreach (var item in queue) Add($"{item}");
        Add("end");
        yield break;
    }
}

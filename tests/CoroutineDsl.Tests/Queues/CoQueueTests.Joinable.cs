using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Queues;

public sealed partial class CoQueueTests
{
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
}

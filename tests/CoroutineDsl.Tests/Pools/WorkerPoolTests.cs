using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Pools;

public sealed partial class WorkerPoolTests
{
    [Fact, Trait("Row", "350"), Trait("Row", "351"), Trait("Row", "356")]
    public void Functions_run_on_threads_of_the_pool()
    {
        using var hub = new Hub(new HubOptions());
        using var pool = new WorkerPool(2);
        var here = Environment.CurrentManagedThreadId;
        Assert.NotEqual(here, pool.Spawn(() => Environment.CurrentManagedThreadId).Get().Await());
        Assert.Equal(5, pool.Apply(() => 5).Await());
        Assert.Throws<TimeoutException>(() => pool.Apply<int>(() => throw new TimeoutException()).Await());
        Assert.True(pool.Join().Await());
        Assert.Equal(0, pool.Count);
        Assert.InRange(pool.Size, 1, 2);
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(-1));
    }

    [Theory, Trait("Row", "352"), Trait("Row", "354"), Trait("Row", "359")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void Maps(int size)
    {
        using var hub = new Hub(new HubOptions());
        using var pool = new WorkerPool(size);
        int[] items = [.. Enumerable.Range(0, 100)];
        var squares = items.Select(i => i * i).ToArray();
        Assert.Equal(squares, pool.Map(i => i * i, items).Await());
        Assert.Equal(squares, pool.IMap(i => i * i, items));
        Assert.Equal(squares, pool.IMapUnordered(i => i * i, items, maxSize: 3).Order());
        Assert.Throws<TimeoutException>(() => pool.Map(i => i, Breaks()).Await());

        static IEnumerable<int> Breaks()
        {
            yield return 1;
            throw new TimeoutException();
        }
    }

    [Fact, Trait("Row", "357"), Trait("Row", "355")]
    public void One_thread_does_one_thing_after_the_other_and_may_use_a_hub_of_its_own()
    {
        using var hub = new Hub(new HubOptions());
        using var pool = new WorkerPool(1);
        using var go = new ManualResetEventSlim();
        var first = pool.Spawn(() =>
        {
            go.Wait();
            return "a";
        });
        var second = pool.Spawn(() => pool.Apply(() =>
        {
            using var own = new Hub(new HubOptions());
            Sleep(1).Await();
            return "B";
        }).Await());
        Assert.Equal(2, pool.Count);
        Assert.False(second.IsReady);
        go.Set();
        Assert.Equal("a", first.Get().Await());
        Assert.Equal("B", second.Get().Await());
        Assert.Equal(1, pool.Size);
    }

    [Fact, Trait("Row", "360"), Trait("Row", "361"), Trait("Row", "362")]
    public void Its_size_follows()
    {
        using var hub = new Hub(new HubOptions());
        using var pool = new WorkerPool(0);
        var results = Enumerable.Range(0, 3).Select(i => pool.Spawn(() => i)).ToArray();
        Assert.Equal(0, pool.Size);
        pool.MaxSize = 1;
        Assert.Equal([0, 1, 2], results.Select(result => result.Get().Await()));
        pool.MaxSize = 0;
        SpinWait.SpinUntil(() => pool.Size == 0, TimeSpan.FromSeconds(30));
        Assert.Equal(0, pool.Size);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.MaxSize = -1);
    }

    [Fact, Trait("Row", "358")]
    public void Any_thread_may_give_it_work()
    {
        using var pool = new WorkerPool(2);
        var sum = 0;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            using var hub = new Hub(new HubOptions());
            for (var i = 0; i < 100; i++) Interlocked.Add(ref sum, pool.Apply(() => 1).Await());
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.Equal(400, sum);
    }

    [Fact]
    public void What_was_not_begun_fails_when_it_is_disposed_of()
    {
        using var hub = new Hub(new HubOptions());
        var pool = new WorkerPool(0);
        var result = pool.Spawn(() => 1);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => result.Get().Await());
        Assert.Throws<ObjectDisposedException>(() => pool.Spawn(() => 1));
    }

    [Fact, Trait("Row", "367")]
    public void Its_results_can_be_waited_for_among_others_while_greenlets_run()
    {
        using var hub = new Hub(new HubOptions());
        using var pool = new WorkerPool(1);
        var ran = new AsyncResult<bool>();
        var result = pool.Spawn(() =>
        {
            SpinWait.SpinUntil(() => ran.IsReady);
            return 1;
        });
        Spawn(Sets(ran));
        Assert.Equal([result], Wait([result]).Await());
    }

    [Fact]
    public void A_group_of_hubs_spawns_in_turn_or_pinned_and_stops()
    {
        using var group = new HubGroup(3);
        using var hub = new Hub(new HubOptions());
        var threads = Enumerable.Range(0, 6).Select(_ => group.Spawn(() => ThreadOf())).Select(task => task.Await()).ToArray();
        Assert.Equal(3, threads.Distinct().Count());
        Assert.Equal(threads[..3], threads[3..]);
        var pinned = Enumerable.Range(0, 4).Select(_ => group.Spawn(() => ThreadOf(), hub: 1)).Select(task => task.Await()).ToArray();
        Assert.Single(pinned.Distinct());
        Assert.Throws<TimeoutException>(() => group.Spawn(() => Fails()).Await());
        var cleaned = new AsyncResult<bool>();
        var endless = group.Spawn(() => Endless(cleaned), hub: 0);
        group.Spawn(() => ThreadOf(), hub: 0).Await(); // by now it has begun
        group.Stop();
        group.Join();
        Assert.True(cleaned.IsReady);
        Assert.ThrowsAny<OperationCanceledException>(() => endless.Await());
        Assert.Throws<ObjectDisposedException>(() => { _ = group.Spawn(() => Fails()); });
    }

    [Coroutine]
    private static IEnumerator<Yield> Sets(AsyncResult<bool> result)
    {
        yield return Sleep();
        result.Set(true);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> ThreadOf()
    {
        yield return Sleep();
        yield return Environment.CurrentManagedThreadId;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Sleep();
        throw new TimeoutException();
    }

    [Coroutine]
    private static IEnumerator<Yield> Endless(AsyncResult<bool> cleaned)
    {
        try
        {
            yield return Sleep(-1);
        }
        finally
        {
            cleaned.Set(true);
        }
    }
}

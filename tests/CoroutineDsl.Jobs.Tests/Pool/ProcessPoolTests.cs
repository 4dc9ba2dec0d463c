using Xunit;
using static CoroutineDsl.Jobs.Tests.TestJobs;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class ProcessPoolTests : JobTest
{
    [Fact]
    public void A_job_runs_in_another_process_and_gives_its_result() => Run(() => RunsOne());

    [Coroutine]
    private static IEnumerator<Yield> RunsOne()
    {
        using var pool = new ProcessPool(1);
        Assert.Empty(pool.ProcessIds); // none before there is work
        Assert.Equal(42, pool.Run(DoubleJob(21)).Await());
        var worker = pool.Run(ProcessIdJob()).Await();
        Assert.NotEqual(Environment.ProcessId, worker);
        Assert.Equal([worker], pool.ProcessIds);
        Assert.Equal(worker, pool.Start(ProcessIdJob()).Get().Await());
        Assert.Equal(0, pool.Count);
        yield break;
    }

    [Fact]
    public void Arguments_and_results_arrive_as_they_were() => Run(() => Serialises());

    [Coroutine]
    private static IEnumerator<Yield> Serialises()
    {
        using var pool = new ProcessPool(1);
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        var when = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        var text = "\"quoted\" <ü> \\ \n";
        var described = pool.Run(DescribeJob(
            long.MinValue, 0.1 + 0.2, true, text, [0, 255], id, 1.10m, when, new(when), null, TimeSpan.FromMilliseconds(1.5), DayOfWeek.Friday, ["a", "b"])).Await();
        Assert.Equal(
            $"-9223372036854775808 0.30000000000000004 True {text} 00FF 00112233445566778899aabbccddeeff 1.10 2026-01-02T03:04:05.0000000Z 2026-01-02T03:04:05.0000000+00:00 null 00:00:00.0015000 Friday a,b",
            described);
        Assert.Contains(" null null 0000", pool.Run(DescribeJob(1, 1, false, null, null, default, 0, when, new(when), 7, default, default, [])).Await(), StringComparison.Ordinal);
        Assert.Equal(new Point(3, 4, "moved"), pool.Run(MoveJob(new(1, 2, null), 2)).Await());
        Assert.Equal(new Point(3, 9, null), pool.Run(MoveJob(new(1, 2, null), 2, null, 2, 3)).Await());
        yield break;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Map_gives_the_results_in_the_order_of_the_items(int chunkSize) => Run(() => Maps(chunkSize));

    [Coroutine]
    private static IEnumerator<Yield> Maps(int chunkSize)
    {
        using var pool = new ProcessPool(2);
        Assert.Equal(Enumerable.Range(0, 100).Select(n => n * 2), pool.Map(n => DoubleJob(n), Enumerable.Range(0, 100), chunkSize).Await());
        Assert.Empty(pool.Map(n => DoubleJob(n), Array.Empty<int>(), chunkSize).Await());
        var results = new List<int>();
        foreach (var result in pool.MapUnordered(n => DoubleJob(n), Enumerable.Range(0, 1000), chunkSize, maxSize: 50)) results.Add(result);
        Assert.Equal(Enumerable.Range(0, 1000).Select(n => n * 2), results.Order());
        yield break;
    }

    [Fact]
    public void An_enumeration_that_is_left_takes_no_more_items() => Run(() => LeavesEarly());

    [Coroutine]
    private static IEnumerator<Yield> LeavesEarly()
    {
        using var pool = new ProcessPool(1);
        var taken = 0;
        foreach (var result in pool.MapUnordered(n => DoubleJob(n), Enumerable.Range(0, int.MaxValue).Select(n => taken = n), maxSize: 10))
        {
            if (result >= 20) break;
        }

        Assert.InRange(taken, 10, 100);
        Until(() => pool.Count == 0).Await();
        Assert.Equal(2, pool.Run(DoubleJob(1)).Await());
        yield break;
    }

    [Fact]
    public void Closed_it_takes_no_jobs_and_its_processes_end() => Run(() => Closes());

    [Coroutine]
    private static IEnumerator<Yield> Closes()
    {
        using var pool = new ProcessPool(2);
        Assert.Throws<InvalidOperationException>(() => { pool.Join().Await(); });
        var results = pool.Start(DoubleJob(4));
        yield return Greenlet.Sleep();
        pool.Close();
        Assert.Throws<ObjectDisposedException>(() => { pool.Run(DoubleJob(1)).Await(); });
        Assert.True(pool.Join().Await());
        Assert.Equal(8, results.Get().Await());
        Assert.Empty(pool.ProcessIds);
    }

    [Fact]
    public void A_worker_ends_after_its_number_of_jobs() => Run(() => EndsAfterJobs());

    [Coroutine]
    private static IEnumerator<Yield> EndsAfterJobs()
    {
        using var pool = new ProcessPool(1, new() { MaxJobsPerWorker = 3 });
        var calls = pool.Map(_ => CallsSoFarJob(), Enumerable.Range(0, 7)).Await();
        Assert.Equal([1, 2, 3, 1, 2, 3, 1], calls);
        yield break;
    }

    [Fact]
    public void An_idle_worker_goes() => Run(() => GoesWhenIdle());

    [Coroutine]
    private static IEnumerator<Yield> GoesWhenIdle()
    {
        using var pool = new ProcessPool(1, new() { IdleTime = TimeSpan.FromMilliseconds(50) });
        var first = pool.Run(ProcessIdJob()).Await();
        Until(() => pool.ProcessIds.Count == 0).Await();
        Assert.False(IsRunning(first));
        Assert.NotEqual(first, pool.Run(ProcessIdJob()).Await());
        yield break;
    }

    [Fact]
    public void Jobs_that_wait_run_at_the_same_time_where_that_is_wanted() => Run(() => RunsConcurrently());

    [Coroutine]
    private static IEnumerator<Yield> RunsConcurrently()
    {
        using var pool = new ProcessPool(1, new() { Concurrency = 3 });
        using var queue = new ProcessQueue<int>();
        // each takes until the queue is shut down: with one at a time the others would not have begun
        var takers = Enumerable.Range(0, 3).Select(_ => pool.Start(SumAllJob(queue))).ToArray();
        for (var i = 1; i <= 300; i++) queue.Put(i).Await();
        yield return queue.ShutDown();
        Greenlet.JoinAll(takers).Await();
        Assert.Equal(300 * 301 / 2, takers.Sum(taker => taker.Value));
    }

    [Fact]
    public void As_many_run_at_a_time_as_was_said() => Run(() => MeetAll());

    [Coroutine]
    private static IEnumerator<Yield> MeetAll()
    {
        const int count = 300;
        using var pool = new ProcessPool(1, new() { Concurrency = count });
        using var begun = new ProcessQueue<int>();
        using var go = new ProcessEvent();
        var all = Enumerable.Range(0, count).Select(_ => pool.Start(MeetJob(begun, go))).ToArray();
        for (var i = 0; i < count; i++) begun.Get().Await(); // all have begun, and none has ended
        yield return go.Set();
        Greenlet.JoinAll(all, raiseError: true).Await();
        Assert.Equal(0, pool.Count);
    }

    [Fact]
    public void Who_has_nothing_to_do_takes_what_another_has_not_begun() => Run(() => Balances());

    [Coroutine]
    private static IEnumerator<Yield> Balances()
    {
        using var pool = new ProcessPool(2);
        using var begun = new ProcessEvent();
        using var ended = new ProcessEvent();
        pool.Map(_ => ProcessIdJob(), Enumerable.Range(0, 200)).Await();
        // a worker that is busy for good has been offered others behind it: the other worker gets them
        var endless = pool.Start(WaitForeverJob(begun, ended));
        begun.Wait().Await();
        var others = Enumerable.Range(0, 20).Select(n => pool.Start(DoubleJob(n))).ToArray();
        Greenlet.JoinAll(others).Await();
        Assert.All(others, other => Assert.True(other.IsSuccessful));
        yield return endless.Kill();
        Assert.True(ended.IsSet().Await());
    }
}

using Xunit;
using static CoroutineDsl.Jobs.Tests.TestJobs;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>How jobs and processes begin, and where they cannot.</summary>
public sealed partial class StartTests : JobTest
{
    [Fact]
    public void What_was_started_before_the_pool_was_closed_is_done() => Run(() => StartsAndCloses());

    [Coroutine]
    private static IEnumerator<Yield> StartsAndCloses()
    {
        using var pool = new ProcessPool(2);
        var (result, plain) = (pool.Start(DoubleJob(4)), pool.Start(FailJob("no luck")));
        Assert.Equal(2, pool.Count);
        pool.Close();
        Assert.Throws<ObjectDisposedException>(() => { pool.Start(DoubleJob(4)); });
        Assert.True(pool.Join().Await());
        Assert.Equal(8, result.Get().Await());
        Assert.Throws<JobFailedException>(() => { plain.Get().Await(); });
        yield break;
    }

    [Fact]
    public void What_is_killed_before_it_has_begun_to_wait_ends() => Run(() => KillsAtOnce());

    [Coroutine]
    private static IEnumerator<Yield> KillsAtOnce()
    {
        using var pool = new ProcessPool(1, new() { KillGrace = TimeSpan.FromMinutes(2) });
        using var begun = new ProcessEvent();
        using var ended = new ProcessEvent();
        pool.Run(DoubleJob(1)).Await();
        yield return pool.Start(WaitForeverJob(begun, ended)).Kill();
        Until(() => pool.Count == 0).Await();
        Assert.Equal(2, pool.Run(DoubleJob(1)).Await());
        if (begun.IsSet().Await()) Assert.True(ended.IsSet().Await()); // its worker may have been faster
    }

    [Fact]
    public void Where_no_further_process_can_be_started_those_that_are_there_do_the_work() => Run(() => StartsNoMore());

    [Coroutine]
    private static IEnumerator<Yield> StartsNoMore()
    {
        using var pool = new ProcessPool(2);
        var worker = pool.Run(ProcessIdJob()).Await();
        foreach (var folder in Folders(Environment.ProcessId)) Directory.Delete(folder, recursive: true); // as what clears /tmp does
        var ran = pool.Map(_ => ProcessIdJob(), [1, 2, 3]).Await();
        Assert.All(ran, by => Assert.Equal(worker, by));
        Signal(worker, 9);
        Until(() => pool.ProcessIds.Count == 0).Await();
        Assert.NotEqual(worker, pool.Run(ProcessIdJob()).Await()); // where there are none the next has a folder of its own
        yield break;
    }

    [Fact]
    public void A_chunk_may_be_larger_than_all() => Run(() => LargeChunks());

    [Coroutine]
    private static IEnumerator<Yield> LargeChunks()
    {
        using var pool = new ProcessPool(2);
        var sum = 0;
        foreach (var value in pool.MapUnordered(n => DoubleJob(n), [1, 2, 3], chunkSize: int.MaxValue)) sum += value;
        Assert.Equal(12, sum);
        var all = pool.Map(n => DoubleJob(n), [1, 2], chunkSize: int.MaxValue).Await();
        Assert.Equal([2, 4], all);
        yield break;
    }

    [Fact]
    public void A_grace_without_end_waits_for_the_job() => Run(() => WaitsForEnd());

    [Coroutine]
    private static IEnumerator<Yield> WaitsForEnd()
    {
        using var pool = new ProcessPool(1, new() { KillGrace = Timeout.InfiniteTimeSpan });
        using var begun = new ProcessEvent();
        using var ended = new ProcessEvent();
        var worker = pool.Run(ProcessIdJob()).Await();
        var waiting = pool.Start(WaitForeverJob(begun, ended));
        begun.Wait().Await();
        yield return waiting.Kill();
        Assert.True(ended.IsSet().Await());
        Assert.Equal(worker, pool.Run(ProcessIdJob()).Await());
    }

    [Fact]
    public void A_pool_that_is_disposed_of_maps_nothing_any_more() => Run(() => Unmaps());

    [Coroutine]
    private static IEnumerator<Yield> Unmaps()
    {
        if (!OperatingSystem.IsLinux()) yield break;
        string[] folders;
        using (var pool = new ProcessPool(2))
        {
            pool.Map(n => DoubleJob(n), [1, 2, 3, 4]).Await();
            folders = Folders(Environment.ProcessId);
        }

        var maps = CoFile.ReadAllText("/proc/self/maps").Await();
        Assert.All(folders, folder => Assert.DoesNotContain(folder, maps, StringComparison.Ordinal));
    }
}

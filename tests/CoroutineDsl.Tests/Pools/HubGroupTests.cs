using System.Collections.Concurrent;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Pools;

public sealed partial class HubGroupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task What_is_spawned_goes_round_and_what_is_pinned_stays()
    {
        using var group = new HubGroup(3);
        var round = new List<Hub>();
        for (var i = 0; i < 6; i++) round.Add(await group.Spawn(() => TellHub()).WaitAsync(Patience));
        Assert.Equal([group[0], group[1], group[2], group[0], group[1], group[2]], round);
        for (var i = 0; i < 3; i++) Assert.Same(group[2], await group.Spawn(() => TellHub(), hub: 2).WaitAsync(Patience));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = group.Spawn(() => TellHub(), hub: 3); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = group.Spawn(() => TellHub(), hub: -1); });
    }

    [Fact]
    public async Task Failures_come_with_the_task_also_of_what_makes_the_coroutine()
    {
        using var group = new HubGroup(1);
        await Assert.ThrowsAsync<TimeoutException>(() => group.Spawn(() => Fail()).WaitAsync(Patience));
        await Assert.ThrowsAsync<FormatException>(() => group.Spawn(IEnumerator<Yield> () => throw new FormatException()).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_stop_kills_what_runs_and_what_has_not_begun_and_no_task_is_left_open()
    {
        for (var round = 0; round < 50; round++)
        {
            var group = new HubGroup(2);
            var tasks = new ConcurrentBag<Task>();
            var spawners = Enumerable.Range(0, 2).Select(_ => new Thread(() =>
            {
                try
                {
                    for (var pause = new SpinWait(); ; pause.SpinOnce()) tasks.Add(group.Spawn(() => WaitForEver())); // slower and slower: the stop may be long in coming
                }
                catch (ObjectDisposedException)
                {
                    // the group has been stopped
                }
            })).ToList();
            spawners.ForEach(thread => thread.Start());
            SpinWait.SpinUntil(() => tasks.Count > round);
            group.Stop();
            spawners.ForEach(thread => thread.Join());
            Assert.True(group.Join(Patience));
            foreach (var task in tasks) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task A_stop_from_one_of_its_own_hubs_takes_what_was_posted_before()
    {
        var group = new HubGroup(1);
        var first = group.Spawn(() => SpawnAndStop(group));
        var second = await first.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Patience));
        Assert.True(group.Join(Patience));
    }

    [Fact]
    public async Task Finally_blocks_run_to_their_end()
    {
        var group = new HubGroup(1);
        var log = new ConcurrentQueue<string>();
        var task = group.Spawn(() => CleanUp(log));
        await group.Spawn(() => TellHub());
        Assert.False(group.Join(TimeSpan.FromMilliseconds(20)));
        group.Dispose();
        Assert.Equal(["began", "cleaned up"], log);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.WaitAsync(Patience));
    }

    [Fact]
    public async Task A_hub_does_not_wait_for_its_own_end()
    {
        using var group = new HubGroup(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() => group.Spawn(() => JoinOwn(group)).WaitAsync(Patience));
    }

    [Fact]
    public void One_that_can_never_end_is_reported_and_does_not_keep_the_group()
    {
        var reports = new ConcurrentQueue<Exception>();
        var group = new HubGroup(1);
        group[0].Post(() => group[0].UnhandledException = (_, failure) => reports.Enqueue(failure));
        _ = group.Spawn(() => CleanUpForEver());
        SpinWait.SpinUntil(() => group[0].Count > 0, Patience);
        group.Stop();
        Assert.True(group.Join(Patience));
        Assert.IsType<LoopExitException>(Assert.Single(reports));
    }

    [Coroutine]
    private static IEnumerator<Yield<Hub>> TellHub()
    {
        yield return Sleep();
        yield return Hub.Current;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fail()
    {
        yield return Sleep();
        throw new TimeoutException();
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitForEver()
    {
        yield return Sleep(-1);
    }

    [Coroutine]
    private static IEnumerator<Yield<Task>> SpawnAndStop(HubGroup group)
    {
        var task = group.Spawn(() => WaitForEver());
        group.Stop();
        Coroutine.SetResult(task);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> CleanUp(ConcurrentQueue<string> log)
    {
        try
        {
            log.Enqueue("began");
            yield return Sleep(-1);
        }
        finally
        {
            Sleep(5).Await();
            log.Enqueue("cleaned up");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> CleanUpForEver()
    {
        try
        {
            yield return Sleep(-1);
        }
        finally
        {
            Sleep(-1).Await();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> JoinOwn(HubGroup group)
    {
        group.Join();
        yield break;
    }
}

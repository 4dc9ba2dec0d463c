using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Jobs.Tests.TestJobs;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class LostWorkersTests(ITestOutputHelper output) : JobTest
{
    private const int Jobs = 10_000;
    private const int JobsBetweenKills = 400;

    [Fact]
    public void Each_job_ends_once_where_workers_are_killed() => Run(() => KillsWorkers());

    [Coroutine]
    private IEnumerator<Yield> KillsWorkers()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var runs = new SharedMemory<int>(Jobs);
        using var pool = new ProcessPool(2);
        var (right, lost, kills, killed) = (0, 0, 0, new HashSet<int>());
        var nextKill = random.Next(JobsBetweenKills);
        var jobs = new Greenlet<int>[Jobs];
        for (var i = 0; i < Jobs; i++) jobs[i] = pool.Start(CountJob(runs, i));
        for (var i = 0; i < Jobs; i++)
        {
            try
            {
                Assert.Equal(i, jobs[i].Get().Await());
                Assert.Equal(1, runs[i]);
                right++;
            }
            catch (WorkerLostException)
            {
                Assert.InRange(runs[i], 0, 1);
                lost++;
            }

            if (i < nextKill || pool.ProcessIds is not { Count: > 0 } processes) continue;
            nextKill = i + random.Next(JobsBetweenKills);
            var victim = processes[random.Next(processes.Count)];
            if (!killed.Add(victim)) continue;
            Signal(victim, 9);
            kills++;
        }

        output.WriteLine($"{right} right, {lost} lost, {kills} kills");
        Assert.Equal(Jobs, right + lost);
        Assert.InRange(lost, 0, kills); // one at a time runs in a process
        Assert.InRange(kills, 5, Jobs);
        yield break;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_left_where_the_parent_is_killed(bool spins) => Run(() => KillsParent(spins));

    [Coroutine]
    private static IEnumerator<Yield> KillsParent(bool spins)
    {
        using var pool = new ProcessPool(1);
        using var ids = new ProcessQueue<int>();
        var nest = pool.Start(NestJob(ids, spins));
        var parent = ids.Get().Await();
        var child = ids.Get().Await();
        Assert.NotEmpty(Folders(parent));
        Signal(parent, 9);
        Assert.Throws<WorkerLostException>(() => { nest.Get().Await(); });
        Until(() => !IsRunning(child) && Folders(parent).Length == 0).Await();
        yield break;
    }
}

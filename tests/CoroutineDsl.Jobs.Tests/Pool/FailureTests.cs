using Xunit;
using static CoroutineDsl.Jobs.Tests.TestJobs;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class FailureTests : JobTest
{
    [Fact]
    public void A_failure_comes_back_with_its_type_its_message_and_its_stack() => Run(() => Fails());

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        using var pool = new ProcessPool(1);
        var failure = Assert.Throws<JobFailedException>(() => { pool.Run(FailJob("no luck")).Await(); });
        Assert.Equal(("System.InvalidOperationException", "no luck"), (failure.RemoteType, failure.RemoteMessage));
        Assert.Equal("CoroutineDsl.Jobs.Tests.TestJobs.Fail", failure.Job);
        Assert.Contains("no luck", failure.Message, StringComparison.Ordinal);
        Assert.Contains("FormatException: inside", failure.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Contains("TestJobs", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(4, pool.Run(DoubleJob(2)).Await()); // the worker goes on
        yield break;
    }

    [Fact]
    public void The_first_failure_of_a_map_is_thrown_when_all_are_over() => Run(() => FailsMap());

    [Coroutine]
    private static IEnumerator<Yield> FailsMap()
    {
        using var pool = new ProcessPool(2);
        // the argument cannot be written: only its own call fails
        var unwritable = Assert.Throws<NotSupportedException>(() => { pool.Run(UnwritableJob(new())).Await(); });
        Assert.Contains("cannot be read", unwritable.Message, StringComparison.Ordinal);
        Assert.Throws<JobFailedException>(() => { pool.Map(n => OddFailsJob(n), [2, 4, 5, 6, 7]).Await(); });
        Assert.Equal(0, pool.Count);
        var seen = 0;
        var failure = Assert.Throws<JobFailedException>(() =>
        {
            foreach (var result in pool.MapUnordered(n => OddFailsJob(n), [2, 4, 6, 7])) seen += result;
        });
        Assert.Contains("7 is odd", failure.Message, StringComparison.Ordinal);
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> OddFails(int number)
    {
        if (number % 2 == 1) throw new ArgumentException($"{number} is odd");
        yield return number;
    }

    internal sealed class Unreadable
    {
        public int Value
        {
            get => throw new NotSupportedException("cannot be read");
            set => _ = value;
        }
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield> Unwritable(Unreadable value)
    {
        yield return Greenlet.Sleep();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_process_that_ends_fails_its_job_and_is_replaced(bool isExit) => Run(() => Loses(isExit));

    [Coroutine]
    private static IEnumerator<Yield> Loses(bool isExit)
    {
        using var pool = new ProcessPool(1);
        var before = pool.Run(ProcessIdJob()).Await();
        var lost = Assert.Throws<WorkerLostException>(() => { pool.Run(isExit ? ExitWithJob(7) : KillSelfJob()).Await(); });
        Assert.Equal(before, lost.ProcessId);
        Assert.Equal(isExit ? 7 : 128 + 9, lost.ExitCode);
        Assert.NotEqual(before, pool.Run(ProcessIdJob()).Await());
        yield break;
    }

    [Fact]
    public void A_lost_job_runs_again_where_that_is_wanted() => Run(() => Reruns());

    [Coroutine]
    private static IEnumerator<Yield> Reruns()
    {
        using var pool = new ProcessPool(1, new() { MaxReruns = 2 });
        using var runs = new SharedMemory<int>(1);
        Assert.Throws<WorkerLostException>(() => { pool.Run(CountAndDieJob(runs, dieBelow: 100)).Await(); });
        Assert.Equal(3, runs[0]);
        runs[0] = 0;
        Assert.Equal(2, pool.Run(CountAndDieJob(runs, dieBelow: 2)).Await());
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> CountAndDie(SharedMemory<int> runs, int dieBelow)
    {
        using (runs)
        {
            if (++runs[0] < dieBelow)
            {
                using var self = System.Diagnostics.Process.GetCurrentProcess();
                self.Kill();
                yield return Greenlet.Sleep(TimeSpan.FromDays(1));
            }

            yield return runs[0];
        }
    }

    [Fact]
    public void A_kill_reaches_the_job_and_waits_for_its_finally_blocks() => Run(() => KillsJob());

    [Coroutine]
    private static IEnumerator<Yield> KillsJob()
    {
        using var pool = new ProcessPool(1, new() { KillGrace = TimeSpan.FromMinutes(2) });
        using var begun = new ProcessEvent();
        using var ended = new ProcessEvent();
        var worker = pool.Run(ProcessIdJob()).Await();
        var waiting = pool.Start(WaitForeverJob(begun, ended));
        begun.Wait().Await();
        yield return waiting.Kill();
        Assert.True(ended.IsSet().Await());
        Assert.Equal(worker, pool.Run(ProcessIdJob()).Await()); // the process has let go of it, and lives
    }

    [Fact]
    public void A_timeout_ends_the_job() => Run(() => TimesOut());

    [Coroutine]
    private static IEnumerator<Yield> TimesOut()
    {
        using var pool = new ProcessPool(1, new() { KillGrace = TimeSpan.FromMinutes(2) });
        using var begun = new ProcessEvent();
        using var ended = new ProcessEvent();
        pool.Run(DoubleJob(1)).Await();
        Assert.Throws<TimeoutException>(() => { pool.Run(WaitForeverJob(begun, ended), TimeSpan.FromMilliseconds(200)).Await(); });
        Assert.Equal(begun.IsSet().Await(), ended.IsSet().Await()); // it did not begin, or has ended
        Assert.Equal(0, pool.Count);
        using var scope = CoTimeout.Start(TimeSpan.FromMilliseconds(200));
        Assert.Throws<CoTimeoutException>(() => { pool.Run(WaitForeverJob(begun, ended)).Await(); });
        yield break;
    }

    [Fact]
    public void A_job_that_does_not_let_go_is_killed_with_its_process() => Run(() => KillsProcess());

    [Coroutine]
    private static IEnumerator<Yield> KillsProcess()
    {
        using var pool = new ProcessPool(1, new() { KillGrace = TimeSpan.FromMilliseconds(100) });
        using var begun = new ProcessEvent();
        var worker = pool.Run(ProcessIdJob()).Await();
        var spinning = pool.Start(SpinJob(begun));
        begun.Wait().Await();
        yield return spinning.Kill();
        Assert.False(IsRunning(worker));
        Assert.NotEqual(worker, pool.Run(ProcessIdJob()).Await());
    }

    [Fact]
    public void Terminated_its_jobs_fail_and_its_processes_are_gone() => Run(() => Terminates());

    [Coroutine]
    private static IEnumerator<Yield> Terminates()
    {
        var pool = new ProcessPool(2);
        using var begun = new ProcessEvent();
        using var ended = new ProcessEvent();
        var jobs = new[] { pool.Start(WaitForeverJob(begun, ended)), pool.Start(SpinJob(begun)), pool.Start(WaitForeverJob(begun, ended)) };
        begun.Wait().Await();
        var processes = pool.ProcessIds;
        pool.Dispose();
        Assert.All(processes, process => Assert.False(IsRunning(process)));
        foreach (var job in jobs) Assert.Throws<WorkerLostException>(() => { job.Get().Await(); });
        pool.Dispose();
        Assert.True(pool.Join().Await());
        yield break;
    }

    [Fact]
    public void A_worker_ignores_the_interrupt_of_a_terminal() => Run(() => IgnoresInterrupt());

    [Coroutine]
    private static IEnumerator<Yield> IgnoresInterrupt()
    {
        using var pool = new ProcessPool(1);
        var worker = pool.Run(ProcessIdJob()).Await();
        for (var i = 0; i < 3; i++) Signal(worker, 2);
        Assert.Equal(worker, pool.Run(ProcessIdJob()).Await());
        yield break;
    }
}

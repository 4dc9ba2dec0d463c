using System.Runtime.InteropServices;
using CoroutineDsl.Patching;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>Jobs that do what a job should not: their own call fails, and the pool goes on.</summary>
public sealed partial class HostileTests : JobTest
{
    [Fact]
    public void Huge_arguments_and_results_arrive() => Run(() => SendsHuge());

    [Coroutine]
    private static IEnumerator<Yield> SendsHuge()
    {
        using var pool = new ProcessPool(2);
        var text = new string('x', 30_000_000);
        var back = pool.Map(n => EchoJob(text[n..]), [0, 1, 2, 3]).Await();
        Assert.Equal([30_000_000, 29_999_999, 29_999_998, 29_999_997], back.Select(one => one.Length));
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<string>> Echo(string text)
    {
        yield return text;
    }

    [Fact]
    public void What_a_job_writes_to_the_standard_streams_does_not_disturb() => Run(() => Writes());

    [Coroutine]
    private static IEnumerator<Yield> Writes()
    {
        using var pool = new ProcessPool(1);
        Assert.Equal(0, pool.Run(WriteJob(2000)).Await()); // standard input is empty
        Assert.Equal("on", pool.Run(EchoJob("on")).Await());
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> Write(int lines)
    {
        for (var i = 0; i < lines; i++)
        {
            Console.Out.Write('\0');
            Console.Error.Write("");
        }

        yield return Console.In.CoReadToEnd().Await().Length;
    }

    [Fact]
    public void An_exception_that_cannot_be_described_fails_its_call_only() => Run(() => ThrowsOdd());

    [Coroutine]
    private static IEnumerator<Yield> ThrowsOdd()
    {
        using var pool = new ProcessPool(1);
        var worker = pool.Run(TestJobs.ProcessIdJob()).Await();
        var failure = Assert.Throws<JobFailedException>(() => { pool.Run(ThrowJob()).Await(); });
        Assert.EndsWith(nameof(Undescribable), failure.RemoteType, StringComparison.Ordinal);
        Assert.Throws<JobFailedException>(() => { pool.Run(GiveUnwritableJob()).Await(); });
        Assert.Equal(worker, pool.Run(TestJobs.ProcessIdJob()).Await());
        yield break;
    }

    /// <summary>Its message and its text fail themselves.</summary>
    private sealed class Undescribable : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override string ToString() => throw new InvalidOperationException("no text");
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield> Throw()
    {
        yield return Greenlet.Sleep();
        throw new Undescribable();
    }

    internal sealed class Node
    {
        public Node? Next { get; set; }
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<Node>> GiveUnwritable()
    {
        var node = new Node();
        node.Next = node; // a circle has no end as JSON
        yield return node;
    }

    [Fact]
    public void A_job_that_closes_the_descriptors_of_its_process_loses_it() => Run(() => Closes());

    [Coroutine]
    private static IEnumerator<Yield> Closes()
    {
        using var pool = new ProcessPool(1, new() { KillGrace = TimeSpan.FromMilliseconds(100) });
        var worker = pool.Run(TestJobs.ProcessIdJob()).Await();
        Assert.Throws<WorkerLostException>(() => { pool.Run(CloseAllJob()).Await(); });
        Assert.NotEqual(worker, pool.Run(TestJobs.ProcessIdJob()).Await());
        Until(() => !IsRunning(worker)).Await();
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield> CloseAll()
    {
        for (var descriptor = 3; descriptor < 1024; descriptor++) _ = Close(descriptor);
        yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public void What_a_job_starts_does_not_hold_the_pool() => Run(() => StartsChild());

    [Coroutine]
    private static IEnumerator<Yield> StartsChild()
    {
        int child;
        using (var pool = new ProcessPool(1))
        {
            child = pool.Run(StartJob()).Await();
        }

        // it is the job's own, and holds nothing of the pool: no channel, no folder
        Assert.True(IsRunning(child));
        Signal(child, 9);
        Until(() => !IsRunning(child)).Await();
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> Start()
    {
        using var child = System.Diagnostics.Process.Start("sleep", "600");
        yield return child.Id;
    }

    [Fact]
    public void A_job_that_can_never_go_on_fails_where_it_is_killed() => Run(() => Deadlocks());

    [Coroutine]
    private static IEnumerator<Yield> Deadlocks()
    {
        using var pool = new ProcessPool(1);
        Assert.Equal("on", pool.Run(EchoJob("on")).Await());
        Assert.Throws<TimeoutException>(() => { pool.Run(DeadlockJob(), TimeSpan.FromMilliseconds(300)).Await(); });
        Assert.Equal("on", pool.Run(EchoJob("on")).Await());
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield> Deadlock()
    {
        yield return new CoEvent().Wait();
    }

    [Fact]
    public void Code_that_is_not_lowered_uses_a_pool_as_well() => Run(NotLowered);

#pragma warning disable CORO013 // what is tested
    private static IEnumerator<Yield> NotLowered()
#pragma warning restore CORO013
    {
        using var pool = new ProcessPool(2);
        Assert.Equal([2, 4, 6], pool.Map(n => TestJobs.DoubleJob(n), [1, 2, 3]).Await());
        var job = pool.Start(TestJobs.DoubleJob(4));
        yield return job.Join();
        Assert.Equal(8, job.Value);
        var sum = 0;
        foreach (var value in pool.MapUnordered(n => TestJobs.DoubleJob(n), [1, 2])) sum += value;
        Assert.Equal(6, sum);
        yield return job.Kill();
    }

    [Fact]
    public void Killed_while_they_start_workers_are_replaced() => Run(() => KillsStarting());

    [Coroutine]
    private static IEnumerator<Yield> KillsStarting()
    {
        using var pool = new ProcessPool(1, new() { MaxReruns = 1 });
        var job = pool.Start(TestJobs.DoubleJob(21));
        Until(() => pool.ProcessIds.Count > 0).Await();
        Signal(pool.ProcessIds[0], 9);
        try
        {
            Assert.Equal(42, job.Get().Await());
        }
        catch (WorkerLostException)
        {
            // told, not silent
        }

        Assert.Equal(2, pool.Run(TestJobs.DoubleJob(1)).Await());
        yield break;
    }

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}

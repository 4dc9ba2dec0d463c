using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>Which call blocks a hub, and which calls of plain code make threads.</summary>
public sealed partial class BlockingCallTests
{
    private readonly object _gate = new();
    private readonly SemaphoreSlim _isReported = new(0), _isHeld = new(0);
    private volatile BlockedReport? _report;

    [Fact]
    public void A_report_names_the_lock_that_the_thread_of_the_hub_waits_for_and_who_takes_it() => Assert.Contains("Monitor.Enter, called", Reported(EnterHeld, "Monitor.Enter", nameof(Enter)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void A_report_names_the_task_that_is_waited_for() => Reported(WaitForLate, "Task.Wait", nameof(WaitFor));

    [Fact]
    public void A_report_of_a_thread_that_sleeps_says_so_and_names_no_call()
    {
        var report = new BlockedReport("egon", TimeSpan.FromSeconds(1), []) { IsAsleep = true };
        Assert.Contains("sleeps", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("computes", (report with { IsAsleep = false }).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_code_that_makes_threads_is_told_of_once_for_each_call_with_how_many_it_has_made()
    {
        using var hub = new Hub(new HubOptions());
        var open = new CoEvent();
        var told = new List<BlockingCall>();
        using var isTold = new ManualResetEventSlim();
        hub.ThreadMade = call =>
        {
            lock (told) told.Add(call);
            isTold.Set();
        };
        var greenlets = Enumerable.Range(0, 3).Select(_ => Spawn(Calls(open))).ToArray();
        WaitUntil(() => hub.HandOff.ParkedThreads == 3).Await();

        var made = Assert.Single(hub.ParkingCalls);
        Assert.Equal(3, made.Threads);
        Assert.Equal($"{nameof(BlockingCallTests)}.{nameof(Plain)}", made.Frames[0].Method);
        Assert.Contains(nameof(Calls), made.Frames[1].Method, StringComparison.Ordinal);
        Assert.EndsWith("BlockingCallTests.cs", made.Frames[0].File, StringComparison.Ordinal);
        Assert.Contains("3 threads made by plain code that waits for ", hub.Dump(), StringComparison.Ordinal);
        hub.Offload(() => isTold.Wait()).Await();
        open.Set();
        JoinAll(greenlets).Await();
        lock (told) Assert.Equal(made.Frames, Assert.Single(told).Frames);
        Assert.Equal(3, Assert.Single(hub.ParkingCalls).Threads);
    }

    [Fact]
    public void The_refusal_of_another_thread_names_who_has_made_most()
    {
        using var hub = new Hub(new HubOptions { MaxParkedThreads = 1 });
        var open = new CoEvent();
        var first = Spawn(Calls(open));
        var second = Spawn(Calls(open));
        hub.UnhandledException = (_, _) => { };
        second.Join().Await();
        Assert.Contains(nameof(Plain), Assert.IsType<BlockingSwitchOutException>(second.Exception).Message, StringComparison.Ordinal);
        open.Set();
        first.Join().Await();
    }

    /// <summary>Blocks until a report names the call: one that came while the step was on its way to it does not.</summary>
    private BlockedReport Reported(Action block, string name, string method)
    {
        using var hub = new Hub(new HubOptions { MaxBlockingTime = TimeSpan.FromMilliseconds(20) });
        hub.Blocked = report =>
        {
            if (report.Call?.Name == name) _report = report;
            _isReported.Release();
        };
        Spawn(Blocks(block), "blocker").Await();
        var frames = _report!.Call!.Frames;
        Assert.Equal($"{nameof(BlockingCallTests)}.{method}", frames[0].Method);
        Assert.EndsWith("BlockingCallTests.cs", frames[0].File, StringComparison.Ordinal);
        Assert.Contains(nameof(Blocks), frames[^1].Method, StringComparison.Ordinal);
        Assert.Equal(0, _report.Call.Threads);
        return _report;
    }

    [Coroutine]
    private IEnumerator<Yield> Blocks(Action block)
    {
        while (_report is null)
        {
            yield return Sleep(1);
            block();
        }
    }

#pragma warning disable CORO004, CORO006, CORO018 // blocking is what it is reported for
    private void EnterHeld()
    {
        new Thread(() =>
        {
            lock (_gate)
            {
                _isHeld.Release();
                _isReported.Wait();
            }
        }) { IsBackground = true }.Start();
        _isHeld.Wait();
        Enter(_gate);
    }

    private void WaitForLate()
    {
        var late = new TaskCompletionSource();
        new Thread(() =>
        {
            _isReported.Wait();
            late.SetResult();
        }) { IsBackground = true }.Start();
        WaitFor(late.Task);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Enter(object gate)
    {
        lock (gate)
        {
        }
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void WaitFor(Task task) => task.Wait();

    [Coroutine]
    private static IEnumerator<Yield> Calls(CoEvent open)
    {
        yield return Sleep(1);
        Plain(open);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void Plain(CoEvent open) => open.Wait().Await();
#pragma warning restore CORO004, CORO006, CORO018
}

using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Text;

namespace CoroutineDsl.Testing;

/// <summary>One test, on a thread of its own, watched by the thread that wants it.</summary>
internal sealed class TestRun(CoTestOptions options)
{
    /// <summary>How long greenlets that are left behind may take to end when they are killed, on the test's clock.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromHours(1);

    /// <summary>How long a hub that is asked what it is doing may take to answer, in real time.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(2);

    /// <summary>How often the clocks are looked at, in real time.</summary>
    private static readonly TimeSpan LookTime = TimeSpan.FromMilliseconds(50);

    private readonly VirtualTime? _time = options.Hub is { } hub ? hub.TimeProvider as VirtualTime : new VirtualTime();
    private readonly ManualResetEventSlim _over = new();
    private readonly List<(string Greenlet, Exception Failure)> _unobserved = [];
    private readonly HashSet<Greenlet> _alive = [];
    private volatile BlockedReport? _blocked;
    private volatile Hub? _hub;
    private CoTestException? _deadlock;
    private Greenlet? _test;
    private ExceptionDispatchInfo? _failure;

    public Greenlet Run(Func<Greenlet> spawn)
    {
        var start = _time?.Elapsed;
        var clock = Stopwatch.StartNew();
        new Thread(() => RunHub(spawn)) { IsBackground = true, Name = "CoroutineDsl test" }.Start();
        while (!_over.Wait(LookTime))
        {
            if (clock.Elapsed > options.RealTimeLimit) throw new CoTestException($"The test has not ended within {options.RealTimeLimit} of real time. {Doing()}");
            if (_time?.Elapsed - start > options.TimeLimit) throw new CoTestException($"The test has not ended within {options.TimeLimit} of its own time. {Doing()}");
        }

        _failure?.Throw();
        return _test!;
    }

    private void RunHub(Func<Greenlet> spawn)
    {
        try
        {
            using var hub = new Hub(HubOptions());
            hub.UnhandledException = (greenlet, failure) => _unobserved.Add((greenlet.Name, failure));
            hub.Blocked = report => _blocked = report;
            hub.Deadlocked = report => Deadlocked(report);
            hub.Spawned += greenlet => _alive.Add(greenlet);
            hub.Ended += greenlet => _alive.Remove(greenlet);
            _hub = hub;
            _test = spawn();
            RunToEnd(hub, _test);
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
        finally
        {
            _over.Set();
        }
    }

    private void RunToEnd(Hub hub, Greenlet test)
    {
        Exception? failure;
        try
        {
            test.Join().Await();
            failure = test.Exception;
        }
        catch (LoopExitException hang)
        {
            failure = hang;
        }

        Greenlet.Idle().Await(); // those that are about to end, and reports
        var left = hub.Count > 0 ? hub.Dump() : null;
        foreach (var greenlet in _alive.ToArray()) _ = greenlet.Kill();
        Greenlet.Wait(EndTime).Await();
        failure = _deadlock ?? failure;
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
        if (_unobserved.Count > 0 && !options.AllowsUnobservedFailures) throw Unobserved();
        if (left is not null && !options.AllowsLeftGreenlets) throw new CoTestException($"The test has ended and left greenlets behind.\n{left}");
    }

    private void Deadlocked(DeadlockReport report)
    {
        if (options.AllowsDeadlocks) return;
        _deadlock ??= new CoTestException(report.ToString());
        _ = _test!.Kill();
    }

    private HubOptions HubOptions() => (options.Hub ?? new HubOptions { TimeProvider = _time! }) with
    {
        Seed = options.Seed ?? options.Hub?.Seed,
        MaxBlockingTime = options.RealTimeLimit / 2,
    };

    private CoTestException Unobserved()
    {
        var text = new StringBuilder("Greenlets failed, and nobody looked:\n");
        foreach (var (greenlet, failure) in _unobserved) text.Append("  ").Append(greenlet).Append(": ").Append(failure).Append('\n');
        return new CoTestException(text.ToString(), new AggregateException(_unobserved.Select(one => one.Failure)));
    }

    /// <summary>What the hub says that it is doing; where it does not answer, who keeps it busy.</summary>
    private string Doing()
    {
        if (_hub is not { } hub) return "Its hub has not been made.";
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Post(() =>
        {
            answer.SetResult(hub.Dump());
            _ = _test?.Kill();
        });
        return answer.Task.Wait(AnswerTime) ? $"It waits:\n{answer.Task.Result}" : $"It does not let go: {_blocked?.ToString() ?? "nobody knows who runs"}";
    }
}

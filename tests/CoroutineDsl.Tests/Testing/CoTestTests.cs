using CoroutineDsl.Testing;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Testing;

public sealed partial class CoTestTests
{
    private static readonly CoTestOptions Impatient = new() { RealTimeLimit = TimeSpan.FromSeconds(1) };

    [Fact]
    public void A_test_runs_on_virtual_time_and_gives_its_result()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(TimeSpan.FromHours(2), CoTest.Run(SleepsAndTells(TimeSpan.FromHours(2))));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void It_fails_with_what_the_coroutine_throws()
    {
        var thrown = Assert.Throws<TimeoutException>(() => CoTest.Run(Throws(new TimeoutException("mine"))));
        Assert.Equal("mine", thrown.Message);
        Assert.Contains(nameof(Throws), thrown.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_never_come_fails_with_who_waits_for_what()
    {
        foreach (var hub in (HubOptions?[])[null, new HubOptions()])
        {
            var message = Assert.Throws<LoopExitException>(() => CoTest.Run(WaitsFor(new CoQueue<int>()), new CoTestOptions { Hub = hub })).Message;
            Assert.Contains("an item of a queue", message, StringComparison.Ordinal);
            Assert.Contains(nameof(WaitsFor), message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_heartbeat_does_not_hide_a_hang()
    {
        var message = Fails(HangsBesideAHeartbeat()).Message;
        Assert.Contains("has not ended within 1.00:00:00 of its own time", message, StringComparison.Ordinal);
        Assert.Contains("an item of a queue", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_heartbeat_does_not_hide_a_deadlock()
    {
        var message = Fails(DeadlocksBesideAHeartbeat()).Message;
        Assert.Contains("a waits for b waits for a.", message, StringComparison.Ordinal);
        CoTest.Run(DeadlocksBesideAHeartbeat(), new CoTestOptions { AllowsDeadlocks = true, AllowsLeftGreenlets = true });
    }

    [Fact]
    public void What_another_thread_never_brings_fails_in_real_time()
    {
        var message = Fails(WaitsFor(new TaskCompletionSource().Task), Impatient).Message;
        Assert.Contains("of real time", message, StringComparison.Ordinal);
        Assert.Contains("a task", message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_never_lets_go_fails_and_is_named()
    {
        var isOver = new bool[1];
        try
        {
            var message = Fails(Spins(isOver), Impatient).Message;
            Assert.Contains("does not let go", message, StringComparison.Ordinal);
            Assert.Contains("test has kept its hub busy", message, StringComparison.Ordinal);
        }
        finally
        {
            Volatile.Write(ref isOver[0], true);
        }
    }

    [Fact]
    public void A_failure_that_nobody_looks_at_fails_the_test()
    {
        var failure = Fails(SpawnsOneThatFails());
        Assert.Contains("broken: System.FormatException", failure.Message, StringComparison.Ordinal);
        Assert.IsType<FormatException>(((AggregateException)failure.InnerException!).InnerException);
        CoTest.Run(SpawnsOneThatFails(), new CoTestOptions { AllowsUnobservedFailures = true });
    }

    [Fact]
    public void Greenlets_left_behind_fail_the_test_and_are_killed()
    {
        var log = new List<string>();
        Assert.Contains("sleeper: waits for time to pass", Fails(LeavesASleeper(log)).Message, StringComparison.Ordinal);
        Assert.Equal(["killed"], log);
        CoTest.Run(LeavesASleeper(log), new CoTestOptions { AllowsLeftGreenlets = true });
        Assert.Equal(["killed", "killed"], log);
    }

    [Fact]
    public void One_that_is_about_to_end_is_not_left_behind() => CoTest.Run(SpawnsOneThatYields());

    [Fact]
    public void Seeds_find_what_depends_on_the_order_and_the_message_names_the_seed()
    {
        CoTest.Run(AssumesAnOrder());
        var failure = Assert.Throws<CoTestException>(() => CoTest.RunSeeds(100, () => AssumesAnOrder()));
        Assert.IsType<InvalidOperationException>(failure.InnerException);
        var seed = int.Parse(System.Text.RegularExpressions.Regex.Match(failure.Message, @"^With seed (\d+) ").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Throws<InvalidOperationException>(() => CoTest.Run(AssumesAnOrder(), new CoTestOptions { Seed = seed }));
        CoTest.RunSeeds(20, () => SleepsFor(TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Each_run_has_its_own_seed_from_the_first_on()
    {
        var seeds = new List<int?>();
        CoTest.RunSeeds(3, () => TellsSeed(seeds), new CoTestOptions { Seed = 7 });
        Assert.Equal([7, 8, 9], seeds);
    }

    private static CoTestException Fails(IEnumerator<Yield> test, CoTestOptions? options = null) => Assert.Throws<CoTestException>(() => CoTest.Run(test, options));

    [Coroutine]
    private static IEnumerator<Yield<TimeSpan>> SleepsAndTells(TimeSpan time)
    {
        yield return Sleep(time);
        yield return CoTest.Elapsed;
    }

    [Coroutine]
    private static IEnumerator<Yield> Throws(Exception exception)
    {
        yield return Sleep(1);
        throw exception;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(CoQueue<int> queue)
    {
        queue.Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(Task task)
    {
        yield return task;
    }

    [Coroutine]
    private static IEnumerator<Yield> HangsBesideAHeartbeat()
    {
        Spawn(Beats());
        new CoQueue<int>().Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Beats()
    {
        while (true) yield return Sleep(TimeSpan.FromMinutes(1));
    }

    [Coroutine]
    private static IEnumerator<Yield> DeadlocksBesideAHeartbeat()
    {
        var (one, other) = (new CoLock(), new CoLock());
        Spawn(TakesBoth(one, other), "a");
        Spawn(TakesBoth(other, one), "b");
        yield return Sleep(TimeSpan.FromHours(1));
    }

    [Coroutine]
    private static IEnumerator<Yield> Spins(bool[] isOver)
    {
        yield return Sleep(1);
        while (!Volatile.Read(ref isOver[0])) Thread.SpinWait(100);
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnsOneThatFails()
    {
        Spawn(Throws(new FormatException()), "broken");
        yield return Sleep(5);
    }

    [Coroutine]
    private static IEnumerator<Yield> LeavesASleeper(List<string> log)
    {
        Spawn(SleepsUntilKilled(log), "sleeper");
        yield return Sleep(5);
    }

    [Coroutine]
    private static IEnumerator<Yield> SleepsUntilKilled(List<string> log)
    {
        try
        {
            yield return Sleep(TimeSpan.FromDays(100));
        }
        finally
        {
            log.Add("killed");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnsOneThatYields()
    {
        Spawn(Yields());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Yields()
    {
        for (var i = 0; i < 3; i++) yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> AssumesAnOrder()
    {
        var order = new List<int>();
        JoinAll(Spawn(Adds(order, 1)), Spawn(Adds(order, 2))).Await();
        if (order[0] != 1) throw new InvalidOperationException("out of order");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Adds(List<int> order, int number)
    {
        order.Add(number);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> TellsSeed(List<int?> seeds)
    {
        seeds.Add(Hub.Current.Options.Seed);
        yield break;
    }
}

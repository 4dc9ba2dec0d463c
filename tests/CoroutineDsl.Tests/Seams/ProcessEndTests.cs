using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>
/// What the hub cannot attribute to a greenlet goes to the main program's wait, and ends neither the hub nor the process. Alone: the end of the process reports what has failed on the hubs of all tests.
/// </summary>
[Collection(Net.Descriptors.Alone)]
public sealed class ProcessEndTests : HubTest
{
    [Fact]
    public void A_clock_that_throws_while_the_hub_looks_is_thrown_at_the_main_programs_wait()
    {
        var clock = new BrokenClock();
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        var sleeper = Spawn(() => Sleep(20).Await());
        Sleep().Await();
        clock.IsBroken = true;
        Assert.Equal("broken", Assert.Throws<InvalidOperationException>(() => sleeper.Join().Await()).Message);
        clock.IsBroken = false;
        sleeper.Await();
    }

    [Fact]
    public void A_clock_that_throws_at_a_wait_leaves_nothing_of_the_wait_behind()
    {
        var clock = new BrokenClock();
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        var done = new CoEvent();
        var result = new AsyncResult<int>();
        var queue = new CoQueue<int>();
        var channel = new CoChannel<int>();
        var gate = new CoSemaphore(0);
        var task = new TaskCompletionSource();
        var other = Spawn(() => done.Wait().Await());
        Sleep().Await();
        clock.IsBroken = true;
        Action[] waits =
        [
            () => Sleep(5).Await(), () => done.Wait(5).Await(), () => result.Wait(5).Await(), () => result.Get(5).Await(), () => queue.Get(5).Await(), () => channel.Get(5).Await(), () => channel.Put(1, 5).Await(),
            () => gate.Acquire(5).Await(), () => other.Join(5).Await(), () => JoinAll([other], TimeSpan.FromMilliseconds(5)).Await(), () => Wait<object>([other, done], timeout: TimeSpan.FromMilliseconds(5)).Await(),
            () => CoTimeout.Start(5), () => CancelScope.Start(5, isShielded: true), () => SpawnLater(5, Bodies.Returns(1)),
        ];
        foreach (var wait in waits) Assert.Equal("broken", Assert.Throws<InvalidOperationException>(wait).Message);
        clock.IsBroken = false;
        Assert.Equal((0, 0, 0, 0, 0), (result.Statistics.Waiting, queue.Statistics.WaitingGetters, channel.Statistics.WaitingGetters, channel.Statistics.WaitingPutters, gate.Statistics.Waiting));
        Assert.Equal(1, hub.Count);
        done.Set();
        result.Set(1);
        other.Await();
    }

    [Fact]
    public void A_selector_that_throws_is_thrown_at_the_main_programs_wait()
    {
        using var hub = new Hub(new HubOptions { Selector = () => throw new InvalidOperationException("no selector") });
        var listen = Spawn(() => CoSocket.Listen(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0)).Dispose());
        Assert.Equal("no selector", Assert.Throws<InvalidOperationException>(() => listen.Get().Await()).Message);

        var broken = new BrokenPoller();
        hub.Inbox.UsePoller(broken);
        var never = new CoEvent();
        var waiter = Spawn(() => never.Wait().Await());
        Sleep().Await();
        broken.Throws = true;
        Assert.Equal("broken", Assert.Throws<InvalidOperationException>(() => waiter.Join(60_000).Await()).Message);
        never.Set();
        waiter.Await();
    }

    [Fact]
    public void An_interrupt_of_a_parked_helper_ends_its_wait_and_nothing_else()
    {
        using var hub = new Hub(new HubOptions());
        Thread? thread = null;
        var never = new AsyncResult<int>();
        var helper = Spawn(() =>
        {
            thread = Thread.CurrentThread;
            try
            {
                never.Wait().Await();
            }
            catch (ThreadInterruptedException)
            {
                Add("interrupted");
            }

            Sleep(1).Await();
            Add("goes on");
        });
        Sleep().Await();
        thread!.Interrupt();
        helper.Await();
        Assert.Equal("interrupted goes on", Trace);
        Assert.Equal(0, never.Statistics.Waiting);
        Sleep(1).Await();
    }

    [Fact]
    public void An_interrupt_of_the_waiting_main_thread_ends_its_wait_and_one_thread_runs_the_hub()
    {
        using var hub = new Hub(new HubOptions());
        var main = Thread.CurrentThread;
        var never = new AsyncResult<int>();
        var steps = 0;
        var ticker = Spawn(() =>
        {
            for (; steps < 20; steps++) Sleep(1).Await();
        });
        var interrupter = Spawn(() => main.Interrupt());
        Assert.Throws<ThreadInterruptedException>(() => never.Wait().Await());
        ticker.Await();
        Assert.Equal(20, steps);
        Assert.Equal(0, never.Statistics.Waiting);
        interrupter.Await();
    }

    [Fact]
    public void An_interrupt_of_the_idle_hubs_thread_is_thrown_at_the_main_programs_wait()
    {
        using var hub = new Hub(new HubOptions());
        Thread? runner = null;
        var steps = 0;
        var teller = Spawn(Tells(thread => runner = thread));
        teller.Await();
        var never = new AsyncResult<int>();
        var teller2 = Spawn(Tells(thread => ThreadPool.QueueUserWorkItem(_ =>
        {
            while (!hub.Inbox.IsAsleep) Thread.Yield();
            thread.Interrupt();
        })));
        Assert.Throws<ThreadInterruptedException>(() => never.Wait().Await());
        Spawn(() => steps++).Await();
        Sleep(1).Await();
        Assert.Equal(1, steps);
        teller2.Await();
    }

    [Fact]
    public void A_wait_that_gets_no_thread_throws_and_leaves_nothing_behind()
    {
        using var hub = Start();
        var done = new CoEvent();
        var queue = new CoQueue<int>();
        var greenlet = Spawn(NoThread(() => done.Wait(1000).Await(), () => queue.Get(1000).Await(), () => Sleep(5).Await()));
        greenlet.Await();
        Assert.Equal((0, 0), (done.Statistics.Waiting, queue.Statistics.WaitingGetters));
        Assert.Equal(0, hub.Timers.Count);
        done.Set();
        queue.Put(1).Await();
        Assert.Equal(1, queue.Get().Await());

        static IEnumerator<Yield> NoThread(params Action[] waits)
        {
            RunnerThread.Starter = _ => throw new OutOfMemoryException("no thread");
            try
            {
                foreach (var wait in waits) Assert.IsType<OutOfMemoryException>(Assert.Throws<BlockingSwitchOutException>(wait).InnerException);
            }
            finally
            {
                RunnerThread.Starter = null;
            }

            yield break;
        }
    }

    [Fact]
    public void A_failure_whose_words_fail_is_reported_by_its_type()
    {
        using var hub = Start();
        var text = hub.Failures.TextOf(Current, new Wordless());
        Assert.Contains(nameof(Wordless), text, StringComparison.Ordinal);
        Assert.Contains(nameof(NotSupportedException), text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_failed_and_was_not_reported_is_when_the_hub_is_disposed_of()
    {
        using (var hub = Start())
        {
            var ended = Spawn(Bodies.Returns(1));
            ended.Link(_ => throw new InvalidOperationException("in a link"));
            ended.Await();
            for (var i = 0; i < 3 && hub.Count > 0; i++) Spawn(() => { }).Await();
        }

        Assert.Equal("in a link", Assert.Single(Reported).Failure.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hub_whose_failures_are_reported_is_not_kept_alive(bool isMade)
    {
        var weak = RunsAndFails(isMade);
        for (var i = 0; i < 10 && weak.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(weak.IsAlive);

        static WeakReference RunsAndFails(bool isMade)
        {
            WeakReference? weak = null;
            var thread = new Thread(() =>
            {
                var hub = isMade ? new Hub(new HubOptions()) : Hub.Current;
                hub.UnhandledException = (_, _) => { };
                weak = new WeakReference(hub);
                Spawn(() => Fail()).Join().Await();
                Sleep().Await();
            });
            thread.Start();
            thread.Join();
            return weak!;
        }
    }

    [Fact]
    public void A_process_that_ends_while_greenlets_fail_reports_each_failure_once()
    {
        const int count = 2000;
        var reported = 0;
        using var isDone = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            using var hub = new Hub(new HubOptions());
            hub.UnhandledException = (_, _) => Interlocked.Increment(ref reported);
            for (var i = 0; i < count; i++)
            {
                Spawn(() => Fail());
                if (i % 10 == 0) Sleep().Await();
            }

            Sleep().Await();
            Sleep().Await();
            isDone.Set();
        });
        thread.Start();
        while (!isDone.IsSet) FailureReports.ReportAll(); // as the end of the process does, on another thread
        thread.Join();
        Assert.Equal(count, reported);
    }

    private static void Fail() => throw new InvalidOperationException("at the end");

    private static IEnumerator<Yield> Tells(Action<Thread> tell)
    {
        tell(Thread.CurrentThread);
        yield break;
    }

    private sealed class Wordless : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }

    /// <summary>Throws once where it should sleep.</summary>
    private sealed class BrokenPoller : Poller
    {
        private readonly ManualResetEventSlim _wake = new();

        public bool Throws { get; set; }

        public override void Poll(TimeSpan timeout)
        {
            if (timeout == TimeSpan.Zero) return;
            if (Throws)
            {
                Throws = false;
                throw new InvalidOperationException("broken");
            }

            _wake.Wait(timeout);
            _wake.Reset();
        }

        public override void Wake() => _wake.Set();

        public override void Dispose() => _wake.Dispose();
    }

    private sealed class BrokenClock : TimeProvider
    {
        public volatile bool IsBroken;

        public override long GetTimestamp() => IsBroken ? throw new InvalidOperationException("broken") : base.GetTimestamp();
    }
}

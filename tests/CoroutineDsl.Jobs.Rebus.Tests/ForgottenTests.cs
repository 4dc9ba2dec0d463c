using Xunit;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>What a job leaves behind that does not come to its end: a key, a mark, a place, a message.</summary>
public sealed partial class ForgottenTests : QueueTest
{
    private static readonly TimeSpan Later = TimeSpan.FromDays(2);

    /// <summary>Fails at its first attempt, under a key. What it waits for then is long.</summary>
    [Coroutine, Job(Unique = "{mark}", BackoffSeconds = 100_000, MaxBackoffSeconds = 200_000)]
    internal static IEnumerator<Yield> FailOnce(string mark)
    {
        yield return Greenlet.Sleep();
        if (Mark(mark) == 1) throw new InvalidOperationException("the first fails");
    }

    [Theory, MemberData(nameof(Stores))]
    public void What_waits_and_is_thrown_away_leaves_neither_key_nor_delay(string store) => Run(() => Purges(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Purges(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var failed = queue.Send(FailOnceJob(options.Name)).Await();
        while (queue.Find(failed).Await() is not { State: JobState.Waiting, Error: not null }) yield return Greenlet.Sleep(10);
        queue.Send(NoteJob("never"), Later).Await();
        while (queue.Count().Await()[JobState.Waiting] < 2) yield return Greenlet.Sleep(10); // in memory the worker takes it first, and lays it aside
        Until(() => worker.RunningCount == 0).Await();
        var purged = 0;
        while (purged < 2) purged += queue.Purge(JobState.Waiting).Await();
        Assert.Equal(0, queue.Count().Await()[JobState.Waiting]);
        Assert.Null(queue.Find(failed).Await());
        Assert.Equal(JobState.Done, queue.WaitEnd(queue.Send(FailOnceJob(options.Name)).Await()).Await().State); // the key is free
        Assert.Equal(2, Marked(options.Name));
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_job_that_is_cancelled_between_two_attempts_gives_its_key_back(string store) => Run(() => CancelsBetween(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> CancelsBetween(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var failed = queue.Send(ComeBackJob(options.Name)).Await();
        while (queue.Find(failed).Await() is not { State: JobState.Waiting, Error: not null }) yield return Greenlet.Sleep(10);
        Assert.True(queue.Cancel(failed).Await());
        Assert.Equal(JobState.Cancelled, queue.WaitEnd(failed).Await().State);
        var marked = Marked(options.Name);
        var next = queue.Send(ComeBackJob(options.Name)).Await();
        while (Marked(options.Name) == marked && queue.Find(next).Await() is not { State: JobState.Duplicate }) yield return Greenlet.Sleep(10);
        Assert.True(Marked(options.Name) > marked);
    }

    [Coroutine, Job(Unique = "{mark}", MaxAttempts = 1000, BackoffSeconds = 1, MaxBackoffSeconds = 1)]
    internal static IEnumerator<Yield> ComeBack(string mark)
    {
        Mark(mark);
        yield return Greenlet.Sleep();
        throw new InvalidOperationException("comes back");
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_cancellation_is_remembered_for_as_long_as_the_job_waits(string store) => Run(() => Remembers(On(store) with { ResultTime = TimeSpan.FromMilliseconds(1) }));

    [Coroutine]
    private static IEnumerator<Yield> Remembers(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        var id = queue.Send(NoteJob(options.Name), TimeSpan.FromSeconds(2)).Await();
        Assert.True(queue.Cancel(id).Await());
        Assert.True(queue.Cancel(options.Name + " nobody").Await());
        yield return Greenlet.Sleep(20);
        var store = JobBroker.Open(options).Store;
        Coroutine.Cancellable(_ => store.ForgetOld()).Await();
        using var worker = new JobWorker(1, options);
        while (queue.Count().Await() is var counts && counts[JobState.Waiting] + counts[JobState.Running] > 0) yield return Greenlet.Sleep(10);
        queue.Request(AddJob(1, 2)).Await();
        Assert.Equal(0, Marked(options.Name));
    }

    [Theory, MemberData(nameof(Stores))]
    public void Each_attempt_takes_a_turn_of_the_rate(string store) => Run(() => TakesTurns(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> TakesTurns(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        var began = DateTimeOffset.UtcNow;
        queue.SendAll(Enumerable.Range(0, 4).Select(_ => FailAtRateJob(options.Name))).Await();
        using var worker = new JobWorker(4, options);
        while (Marked(options.Name) < 12) yield return Greenlet.Sleep(10);
        Assert.InRange(DateTimeOffset.UtcNow - began, TimeSpan.FromSeconds(3.6), TimeSpan.MaxValue); // the twelfth is eleven thirds of a second after the first
    }

    [Coroutine, Job(MaxRate = 3, MaxAttempts = 3, BackoffSeconds = 0.001)]
    internal static IEnumerator<Yield> FailAtRate(string mark)
    {
        MarkAndFail(mark).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> MarkAndFail(string mark)
    {
        Mark(mark);
        yield return Greenlet.Sleep();
        throw new InvalidOperationException("fails");
    }

    [Theory, MemberData(nameof(Stores))]
    public void What_is_tried_again_after_its_deadline_runs(string store) => Run(() => RunsLate(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> RunsLate(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        string id;
        DateTimeOffset deadline;
        for (var patience = TimeSpan.FromSeconds(1);; patience *= 2)
        {
            deadline = DateTimeOffset.UtcNow + patience;
            id = queue.Send(FailAtOnceJob(options.Name), new SendOptions { Deadline = deadline }).Await();
            if (queue.WaitEnd(id).Await().State == JobState.Failed) break; // else it came too late, on a machine that is busy
        }

        while (queue.Count().Await()[JobState.Failed] == 0 || DateTimeOffset.UtcNow <= deadline) yield return Greenlet.Sleep(10);
        var marked = Marked(options.Name);
        Assert.True(queue.Retry(id).Await());
        Until(() => Marked(options.Name) > marked).Await();
    }

    [Coroutine, Job(MaxAttempts = 1)]
    internal static IEnumerator<Yield> FailAtOnce(string mark)
    {
        MarkAndFail(mark).Await();
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_queue_that_is_disposed_of_takes_nothing_any_more(string store) => Run(() => SendsLate(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> SendsLate(JobWorkerOptions options)
    {
        var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var id = queue.Send(AddJob(1, 2)).Await();
        queue.Request(AddJob(1, 2)).Await();
        queue.Dispose();
        Assert.Throws<ObjectDisposedException>(() => { queue.Send(AddJob(1, 2)).Await(); });
        Assert.Throws<ObjectDisposedException>(() => { queue.SendAll([AddJob(1, 2)]).Await(); });
        Assert.Throws<ObjectDisposedException>(() => { queue.Request(AddJob(1, 2)).Await(); });
        Assert.Throws<ObjectDisposedException>(() => { queue.Find(id).Await(); });
        Assert.Throws<ObjectDisposedException>(() => { queue.Cancel(id).Await(); });
        Assert.Throws<ObjectDisposedException>(() => { queue.Count().Await(); });
        queue.Dispose();
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_stop_that_is_in_a_hurry_shortens_one_that_is_not(string store) => Run(() => Hurries(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Hurries(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        queue.Send(WaitForeverJob(options.Name)).Await();
        Until(() => Marked(options.Name + " begun") == 1).Await();
        var stopping = Greenlet.Spawn(Stop(worker, Timeout.InfiniteTimeSpan));
        yield return Greenlet.Sleep();
        worker.Stop(TimeSpan.Zero).Await();
        Assert.Equal(1, Marked(options.Name + " ended"));
        yield return stopping;
    }

    [Coroutine]
    private static IEnumerator<Yield> Stop(JobWorker worker, TimeSpan timeout)
    {
        yield return worker.Stop(timeout);
    }
}

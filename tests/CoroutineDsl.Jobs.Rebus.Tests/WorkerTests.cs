using Xunit;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class WorkerTests : QueueTest
{
    [Theory, MemberData(nameof(Stores))]
    public void What_fails_is_tried_again_and_then_in_the_error_queue(string store) => Run(() => Retries(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Retries(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(2, options);
        var mark = options.Name;
        Assert.Equal(3, queue.Request(FailUntilJob(mark, 3)).Await());
        Assert.Equal(3, Marked(mark));
        var id = queue.Send(FailUntilJob(mark + "2", 4)).Await();
        var info = queue.WaitEnd(id).Await();
        Assert.Equal((JobState.Failed, 3), (info.State, info.Attempts));
        Assert.Contains("attempt 3 fails", info.Error, StringComparison.Ordinal);
        ErrorCountIs(queue, 1).Await();
        Assert.Equal(id, Assert.Single(queue.List(JobState.Failed).Await()).Id);

        // it keeps what it needs to run again, and starts from the first attempt
        Assert.True(queue.Retry(id).Await());
        Assert.False(queue.Retry("nothing").Await());
        Until(() => Marked(mark + "2") == 6).Await();
        ErrorCountIs(queue, 1).Await();
        Assert.Equal(1, queue.Purge(JobState.Failed).Await());
        Assert.Equal(0, queue.Count().Await()[JobState.Failed]);
        Assert.Null(queue.Find(id).Await());
        yield break;
    }

    /// <summary>The end is written down before the message is in the error queue.</summary>
    [Coroutine]
    private static IEnumerator<Yield> ErrorCountIs(JobQueue queue, int count)
    {
        while (queue.Count().Await()[JobState.Failed] != count) yield return Greenlet.Sleep(10);
    }

    [Theory, MemberData(nameof(Stores))]
    public void An_attempt_that_takes_too_long_has_failed(string store) => Run(() => TimesOut(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> TimesOut(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        Assert.Equal("System.TimeoutException", Assert.Throws<JobFailedException>(() => { queue.Request(TooSlowJob()).Await(); }).RemoteType);
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_cancelled_job_is_killed_or_not_begun(string store) => Run(() => Cancels(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Cancels(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var mark = options.Name;
        var running = queue.Send(WaitForeverJob(mark)).Await();
        Until(() => Marked(mark + " begun") == 1).Await();
        var waiting = queue.Send(NoteJob(mark)).Await();
        Assert.True(queue.Cancel(waiting).Await());
        Assert.True(queue.Cancel(running).Await());
        Assert.Equal(JobState.Cancelled, queue.WaitEnd(running).Await().State);
        Assert.Equal(1, Marked(mark + " ended"));
        Assert.Equal(JobState.Cancelled, queue.WaitEnd(waiting).Await().State);
        Assert.Equal(0, Marked(mark));
        Assert.False(queue.Cancel(running).Await());
        var late = queue.Send(NoteJob(mark), new SendOptions { Deadline = DateTimeOffset.UtcNow - TimeSpan.FromSeconds(1) }).Await();
        Assert.Equal(JobState.Cancelled, queue.WaitEnd(late).Await().State);
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_graceful_stop_gives_back_what_does_not_end(string store) => Run(() => Stops(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Stops(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        var mark = options.Name;
        string id;
        using (var first = new JobWorker(2, options))
        {
            id = queue.Send(WaitForeverJob(mark)).Await();
            Until(() => Marked(mark + " begun") == 1).Await();
            first.Stop(TimeSpan.FromMilliseconds(10)).Await();
            Assert.Equal(1, Marked(mark + " ended"));
        }

        using var second = new JobWorker(2, options);
        Until(() => Marked(mark + " begun") == 2).Await();
        Assert.Equal(1, queue.Find(id).Await()!.Attempts); // the one that was given back does not count
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_limit_holds_over_all_workers(string store) => Run(() => Limits(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Limits(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var first = new JobWorker(4, options);
        using var second = new JobWorker(4, options);
        var mark = options.Name;
        queue.SendAll(Enumerable.Range(0, 12).Select(_ => AtMostTwoJob(mark))).Await();
        Until(() => Marked(mark + " all") == 12).Await();
        Assert.InRange(Marked(mark + " most"), 1, 2);
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_rate_holds_over_all_workers(string store) => Run(() => Rates(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Rates(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(4, options);
        var (mark, began) = (options.Name, DateTimeOffset.UtcNow);
        queue.SendAll(Enumerable.Range(0, 9).Select(_ => FourASecondJob(mark))).Await();
        Until(() => Marked(mark) == 9).Await();
        Assert.InRange(DateTimeOffset.UtcNow - began, TimeSpan.FromSeconds(2), TimeSpan.MaxValue); // the ninth is eight quarters of a second later
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void Progress_is_seen_by_others(string store) => Run(() => Reports(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Reports(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var id = queue.Send(ProgressJob(options.Name)).Await();
        while (queue.Find(id).Await() is not { Progress: 0.25, Note: "a quarter" }) yield return Greenlet.Sleep(10);
        Mark(options.Name);
        Assert.Equal(1, queue.WaitEnd(id).Await().Progress);
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_periodic_job_is_sent_once_by_one_of_the_workers(string store) => Run(() => Repeats(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Repeats(JobWorkerOptions options)
    {
        var (mark, began) = (options.Name, DateTimeOffset.UtcNow);
        using var first = new JobWorker(1, options);
        using var second = new JobWorker(1, options);
        foreach (var worker in new[] { first, second }) worker.Every("* * * * * *", NoteJob(mark));
        Until(() => Marked(mark) >= 3).Await();
        Assert.InRange(Marked(mark), 3, (DateTimeOffset.UtcNow - began).TotalSeconds + 1); // never twice in a second
        Assert.Throws<Cronos.CronFormatException>(() => first.Every("every day", NoteJob(mark)));
        yield break;
    }

    [Fact]
    public void A_job_that_the_program_does_not_have_fails() => Run(() => Unknown(On("memory") with { Policy = new() { MaxAttempts = 1 } }));

    [Coroutine]
    private static IEnumerator<Yield> Unknown(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        Assert.EndsWith(nameof(UnknownJobException), Assert.Throws<JobFailedException>(() => { queue.Request(new Stray()).Await(); }).RemoteType, StringComparison.Ordinal);
        yield break;
    }

    private sealed class Stray() : Job(new PlainJobDefinition("nobody knows it", 1, typeof(Stray).Assembly, JsonJobSerializer.Default, _ => throw new NotSupportedException()))
    {
        protected override void WriteArguments(JobWriter arguments)
        {
        }
    }

    [Fact]
    public void More_jobs_than_connections_are_refused_with_what_to_write()
    {
        var options = On("memory") with { PostgreSql = "Host=127.0.0.1;Maximum Pool Size=20" };
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => new JobWorker(100, options));
        Assert.Contains("Maximum Pool Size=102", refused.Message, StringComparison.Ordinal);
    }
}

using Xunit;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class SendTests : QueueTest
{
    [Theory, MemberData(nameof(Stores))]
    public void A_job_that_is_sent_runs_and_its_result_is_kept(string store) => Run(() => Sends(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Sends(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(4, options);
        var id = queue.Send(AddJob(1, 2)).Await();
        var info = queue.WaitEnd(id).Await();
        Assert.Equal((JobState.Done, 1, 1.0), (info.State, info.Attempts, info.Progress));
        Assert.Equal(3, queue.Result<int>(id).Await());
        Assert.EndsWith("Add", info.Name, StringComparison.Ordinal);
        Assert.Null(queue.Find("nothing").Await());
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_request_gives_the_result_or_the_failure(string store) => Run(() => Requests(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Requests(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(4, options);
        Assert.Equal(7, queue.Request(AddJob(3, 4)).Await());
        var all = Enumerable.Range(0, 20).Select(n => Greenlet.Spawn(Ask(queue, n))).ToArray();
        foreach (var (request, n) in all.Select((request, n) => (request, n))) Assert.Equal(n + 1, request.Get().Await());
        var mark = options.Name;
        queue.Request(NoteJob(mark)).Await();
        Assert.Equal(1, Marked(mark));
        var failure = Assert.Throws<JobFailedException>(() => { queue.Request(FailUntilJob(mark, 99)).Await(); });
        Assert.Equal(("System.InvalidOperationException", "attempt 3 fails"), (failure.RemoteType, failure.RemoteMessage));
        Assert.EndsWith(nameof(Undescribable), Assert.Throws<JobFailedException>(() => { queue.Request(ThrowOddJob()).Await(); }).RemoteType, StringComparison.Ordinal);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Ask(JobQueue queue, int n)
    {
        yield return queue.Request(AddJob(n, 1)).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitFor(JobQueue queue, string mark)
    {
        yield return queue.Request(WaitForeverJob(mark), TimeSpan.FromMinutes(3));
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_request_that_is_not_waited_for_any_more_cancels_its_job(string store) => Run(() => TimesOut(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> TimesOut(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var mark = options.Name;
        var request = Greenlet.Spawn(WaitFor(queue, mark));
        Until(() => Marked(mark + " begun") == 1).Await();
        yield return request.Kill();
        Until(() => Marked(mark + " ended") == 1).Await();
        Assert.Throws<TimeoutException>(() => { queue.Request(WaitForeverJob(mark), TimeSpan.FromMilliseconds(1)).Await(); });
        Assert.Equal(3, queue.Request(AddJob(1, 2)).Await()); // the only place is free
    }

    [Theory, MemberData(nameof(Stores))]
    public void A_delayed_job_begins_later(string store) => Run(() => Delays(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Delays(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var (began, delay) = (DateTimeOffset.UtcNow, TimeSpan.FromSeconds(2));
        var ids = new[] { queue.Send(AddJob(1, 1), delay).Await(), queue.Send(AddJob(1, 1), DateTimeOffset.UtcNow + delay).Await() };
        queue.Request(AddJob(1, 1)).Await();
        foreach (var id in ids) Assert.InRange(queue.WaitEnd(id).Await().Begun!.Value - began, delay, TimeSpan.MaxValue);
        Assert.Throws<TimeoutException>(() => { queue.WaitEnd(queue.Send(AddJob(1, 1), TimeSpan.FromDays(1)).Await(), TimeSpan.FromMilliseconds(1)).Await(); });

        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void Jobs_with_the_same_key_are_one(string store) => Run(() => Unique(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Unique(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(4, options);
        var mark = options.Name;
        var ids = new List<string>();
        for (var i = 0; i < 10; i++) ids.Add(queue.Send(NoteOnceJob(mark)).Await());
        var states = new List<JobState>();
        foreach (var id in ids) states.Add(queue.WaitEnd(id).Await().State);
        Assert.Equal(1, Marked(mark));
        Assert.Equal(1, states.Count(state => state == JobState.Done));
        Assert.Equal(9, states.Count(state => state == JobState.Duplicate));
        Assert.Equal(1, queue.Request(NoteOnceJob(mark)).Await()); // the result of the first
        Assert.Equal(1, queue.Request(NoteOnceJob(mark + "2")).Await()); // another key
        var keyed = queue.Send(NoteJob(mark), new SendOptions { Key = "k" }).Await();
        var again = queue.Send(NoteJob(mark), new SendOptions { Key = "k" }).Await();
        Assert.Equal([JobState.Done, JobState.Duplicate], new[] { queue.WaitEnd(keyed).Await().State, queue.WaitEnd(again).Await().State }.Order());
        Assert.Equal(2, Marked(mark));
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void Many_are_sent_in_one_transaction(string store) => Run(() => SendsMany(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> SendsMany(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        var mark = options.Name;
        Assert.Throws<InvalidOperationException>(() => { queue.SendAll(Failing(mark)).Await(); });
        Assert.Equal(0, queue.Count().Await()[JobState.Waiting]);
        Assert.Equal(200, queue.SendAll(Enumerable.Range(0, 200).Select(_ => NoteJob(mark))).Await());
        Assert.Equal(200, queue.Count().Await()[JobState.Waiting]);
        Assert.Equal($"\"{mark}\"", queue.List(JobState.Waiting, 1).Await()[0].Arguments);
        using var worker = new JobWorker(8, options);
        Until(() => Marked(mark) == 200).Await();
        yield break;
    }

    private static IEnumerable<Job> Failing(string mark)
    {
        yield return NoteJob(mark);
        throw new InvalidOperationException("no more");
    }

    [Fact]
    public void In_memory_thousands_run_at_once() => Run(() => Thousands(On("memory")));

    [Coroutine]
    private static IEnumerator<Yield> Thousands(JobWorkerOptions options)
    {
        const int Count = 3000;
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(Count, options);
        var mark = options.Name;
        queue.SendAll(Enumerable.Range(0, Count).Select(_ => WaitForeverJob(mark))).Await();
        Until(() => Marked(mark + " begun") == Count).Await();
        Assert.Equal(Count, worker.RunningCount);
        yield break;
    }
}

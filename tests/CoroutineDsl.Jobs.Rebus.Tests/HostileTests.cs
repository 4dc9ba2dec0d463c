using Npgsql;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>Jobs and callers that do what they should not.</summary>
public sealed partial class HostileTests : QueueTest
{
    [Theory, MemberData(nameof(Stores))]
    public void A_failure_of_any_text_is_written_down(string store) => Run(() => WritesText(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> WritesText(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        var failed = Assert.Throws<JobFailedException>(() => { queue.Request(ThrowTextJob("nul \0, half a pair ")).Await(); });
        Assert.StartsWith("nul", failed.RemoteMessage, StringComparison.Ordinal);
        while (queue.Count().Await()[JobState.Failed] == 0) yield return Greenlet.Sleep(10);
        Assert.Contains("half a pair", Assert.Single(queue.List(JobState.Failed).Await()).Error, StringComparison.Ordinal);
    }

    [Coroutine, Job(MaxAttempts = 1)]
    internal static IEnumerator<Yield> ThrowText(string text)
    {
        JobContext.Current!.Report(0.5, text);
        yield return Greenlet.Sleep();
        throw new InvalidOperationException(text + (char)0xD800);
    }

    [Theory, MemberData(nameof(Stores))]
    public void Jobs_that_run_do_not_wait_and_are_not_thrown_away(string store) => Run(() => CountsAndPurges(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> CountsAndPurges(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options with { StopTimeout = TimeSpan.Zero });
        var running = queue.Send(WaitForeverJob(options.Name)).Await();
        Until(() => Marked(options.Name + " begun") == 1).Await();
        queue.SendAll([NoteJob("never"), NoteJob("never")]).Await();
        var counts = queue.Count().Await();
        Assert.Equal((2, 1), (counts[JobState.Waiting], counts[JobState.Running]));
        Assert.Equal(2, queue.Purge(JobState.Waiting).Await());
        Assert.Equal(0, queue.Count().Await()[JobState.Waiting]);
        Assert.True(queue.Cancel(running).Await());
        Assert.Equal(JobState.Cancelled, queue.WaitEnd(running).Await().State);
        Assert.Equal(0, Marked("never"));
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public void What_was_never_sent_can_be_cancelled_and_is_no_job(string store) => Run(() => CancelsNothing(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> CancelsNothing(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        var nobody = options.Name + " nobody";
        Assert.True(queue.Cancel(nobody).Await());
        Assert.Null(queue.Find(nobody).Await());
        Assert.Empty(queue.List().Await());
        Assert.Equal(0, queue.Count().Await()[JobState.Waiting]);
        var waiting = queue.Send(NoteJob(options.Name)).Await();
        Assert.True(queue.Cancel(waiting).Await());
        Assert.EndsWith(".Note", queue.Find(waiting).Await()!.Name, StringComparison.Ordinal);
        using var worker = new JobWorker(1, options);
        Assert.Equal(JobState.Cancelled, queue.WaitEnd(waiting).Await().State);
        Assert.Equal(0, Marked(options.Name));
        yield break;
    }

    [Fact]
    public void A_worker_of_another_database_is_not_taken_for_one_that_was_lost()
    {
        if (PostgresServer.Shared is not { } server) return; // Stores has no postgres then either
        Run(() => LosesBesideAnother(On("postgres"), server));
    }

    [Coroutine]
    private static IEnumerator<Yield> LosesBesideAnother(JobWorkerOptions options, PostgresServer server)
    {
        const int lost = 987_654_321;
        using var source = NpgsqlDataSource.Create(server.ConnectionString);
        using var elsewhere = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "template1" }.ConnectionString);
        using var other = Coroutine.Cancellable(elsewhere.OpenConnectionAsync).Await();
        using var hold = new NpgsqlCommand($"select pg_advisory_lock({0x4A4F4254}, {lost})", other);
        Coroutine.Cancellable(hold.ExecuteNonQueryAsync).Await();
        using var queue = new JobQueue(options);
        var id = queue.Send(NoteJob(options.Name)).Await();
        using var begun = source.CreateCommand(
            $"insert into jobs_state (id, queue, name, state, attempts, worker, begun) values ('{id}', '{options.Name}', 'n', 1, 1, {lost}, now())");
        Coroutine.Cancellable(begun.ExecuteNonQueryAsync).Await();
        Assert.Equal(1, queue.Count().Await()[JobState.Waiting]);
        using var worker = new JobWorker(1, options);
        Assert.Equal((JobState.Done, 2), (queue.WaitEnd(id).Await().State, Marked(options.Name) + 1));
        yield break;
    }
}

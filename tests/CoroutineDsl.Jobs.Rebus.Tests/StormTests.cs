using System.Globalization;
using System.Runtime.InteropServices;
using Npgsql;
using Xunit;
using Xunit.Abstractions;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>
/// Workers are killed at random moments and the database is restarted, while many jobs have each one effect. JOBS_STORM in the environment says how many; 100,000 take a quarter of an hour.
/// </summary>
public sealed partial class StormTests(ITestOutputHelper output) : QueueTest
{
    private const int DefaultJobs = 1000;
    private const int Poisons = 3;
    private const int Workers = 2;
    private const int Concurrency = 10;
    private const int LongestPause = 3000; // between two kills, in milliseconds
    private const int KillSignal = 9;

    private static NpgsqlDataSource? s_effects;

    private static int Jobs { get; } = int.TryParse(Environment.GetEnvironmentVariable("JOBS_STORM"), CultureInfo.InvariantCulture, out var jobs) ? jobs : DefaultJobs;

    [Fact]
    public void Each_effect_happens_and_only_poison_is_in_the_error_queue()
    {
        if (PostgresServer.Shared is not { } server) return; // Stores has no postgres then either
        using var hub = new Hub(new HubOptions());
        Greenlet.WithTimeout(TimeSpan.FromMinutes(15) + TimeSpan.FromMilliseconds(20 * Jobs), Storm(server)).Await();
    }

    [Coroutine]
    private IEnumerator<Yield> Storm(PostgresServer server)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var options = On("postgres");
        var table = "effects_" + Guid.NewGuid().ToString("N");
        using var effects = NpgsqlDataSource.Create(server.ConnectionString);
        Execute(effects, $"create table {table} (n int primary key, runs int not null)").Await();
        using var queue = new JobQueue(options);
        foreach (var some in Enumerable.Range(0, Jobs).Chunk(1000)) queue.SendAll(some.Select(n => EffectJob(server.ConnectionString, table, n))).Await();
        var poison = new HashSet<string>();
        for (var i = 0; i < Poisons; i++) poison.Add(queue.Send(PoisonJob()).Await());

        using var group = new ProcessGroup(
            Workers, WorkJob(options.PostgreSql!, options.Name), new() { FirstBackoff = TimeSpan.FromMilliseconds(10), MaxBackoff = TimeSpan.FromMilliseconds(200), Log = output.WriteLine });
        group.Start();
        var (kills, restarts) = (0, 0);
        while (true)
        {
            yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(random.Next(500, LongestPause + (Jobs / 10))));
            var done = Count(effects, $"select count(*) from {table}").Await();
            if (done == Jobs && restarts == 2 && Counts(queue).Await()[JobState.Failed] == Poisons) break;
            if (done < Jobs && group.ServingCount == Workers && group.ProcessIds is { Count: > 0 } processes) // on a busy machine they take longer to start than to be killed
            {
                _ = Kill(processes[random.Next(processes.Count)], KillSignal);
                kills++;
            }

            if (restarts < 2 && done >= (restarts + 1L) * Jobs / 3)
            {
                Hub.Current.Offload(server.Restart).Await();
                restarts++;
            }
        }

        output.WriteLine($"{kills} kills, {restarts} restarts, {Count(effects, $"select sum(runs) from {table}").Await()} runs of {Jobs} jobs");
        Assert.Equal(poison, queue.List(JobState.Failed).Await().Select(job => job.Id).ToHashSet());
        Assert.All(queue.List(JobState.Failed).Await(), job => Assert.InRange(job.Attempts, 3, 5));
        Assert.Equal(0, Count(effects, $"select count(*) from jobs_state where queue = '{options.Name}' and attempts < 1").Await());
        Dictionary<JobState, int> left;
        do left = Counts(queue).Await();
        while (left[JobState.Waiting] + left[JobState.Running] > 0);
        yield return group.Stop();
    }

    /// <summary>Tries again where the database is being restarted.</summary>
    [Coroutine]
    private static IEnumerator<Yield<Dictionary<JobState, int>>> Counts(JobQueue queue)
    {
        while (true)
        {
            Dictionary<JobState, int>? counts = null;
            try
            {
                counts = queue.Count().Await().ToDictionary();
            }
            catch (NpgsqlException)
            {
                // not there yet
            }

            if (counts is not null) yield return counts;
            yield return Greenlet.Sleep(50);
        }
    }

    /// <summary>A worker process: it ends by being killed.</summary>
    [Coroutine, Job]
    internal static IEnumerator<Yield> Work(string database, string queue)
    {
        using var worker = new JobWorker(Concurrency, new() { Name = queue, PostgreSql = database, Hubs = 1 });
        GroupMember.Ready();
        yield return GroupMember.WaitStop();
        yield return worker.Stop();
    }

    /// <summary>One effect, by the rule of every job that runs at least once: what is there already stays.</summary>
    [Coroutine, Job(BackoffSeconds = 0.1, MaxAttempts = 20)]
    internal static IEnumerator<Yield> Effect(string database, string table, int n)
    {
        var source = s_effects ??= NpgsqlDataSource.Create(database);
        Execute(source, $"insert into {table} values ({n}, 1) on conflict (n) do update set runs = {table}.runs + 1").Await();
        yield break;
    }

    [Coroutine, Job(BackoffSeconds = 0.1, MaxAttempts = 3)]
    internal static IEnumerator<Yield> Poison()
    {
        yield return Greenlet.Sleep(1);
        _ = Kill(Environment.ProcessId, KillSignal);
        yield return Greenlet.Sleep(TimeSpan.FromDays(1));
    }

    [Coroutine]
    private static IEnumerator<Yield> Execute(NpgsqlDataSource source, string sql)
    {
        using var command = source.CreateCommand(sql);
        Coroutine.Cancellable(command.ExecuteNonQueryAsync).Await();
        yield break;
    }

    /// <summary>Tries again where the database is being restarted.</summary>
    [Coroutine]
    private static IEnumerator<Yield<long>> Count(NpgsqlDataSource source, string sql)
    {
        while (true)
        {
            object? count = null;
            try
            {
                using var command = source.CreateCommand(sql);
                count = Coroutine.Cancellable(command.ExecuteScalarAsync).Await();
            }
            catch (NpgsqlException)
            {
                // not there yet
            }

            if (count is not null) yield return Convert.ToInt64(count, CultureInfo.InvariantCulture);
            yield return Greenlet.Sleep(50);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

using System.Diagnostics;
using Npgsql;
using StackExchange.Redis;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>
/// Operations of libraries, by greenlets of one hub and by <c>async</c> methods on the thread pool, taken by turns, with a token that can be cancelled in both. <c>--driver libraries PAIRS</c>.
/// The servers are those of the tests' environment (<c>tests/CoroutineDsl.Ecosystem.Tests/servers.sh</c>), and <c>COROUTINEDSL_HTTP</c>, an address. For one core: <c>taskset</c>.
/// </summary>
internal static partial class Libraries
{
    private const int Workers = 50;
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(2);

    public static IEnumerable<(string Metric, double Value)> All(int pairs)
    {
        pairs = Math.Clamp(pairs == 0 ? 10 : pairs, 1, 100);
        if (Environment.GetEnvironmentVariable("COROUTINEDSL_POSTGRES") is { } postgres)
        {
            using var source = NpgsqlDataSource.Create(postgres + $";Maximum Pool Size={Workers};Timeout=60");
            foreach (var line in Pairs("npgsql_select_1", pairs, run => PostgresAsync(source, run), run => Postgres(source, run))) yield return line;
        }
        if (Environment.GetEnvironmentVariable("COROUTINEDSL_REDIS") is { } redis)
        {
            using var connection = ConnectionMultiplexer.Connect(redis);
            connection.GetDatabase().StringSet("benchmark", "value");
            foreach (var line in Pairs("redis_get", pairs, run => RedisAsync(connection.GetDatabase(), run), run => Redis(connection.GetDatabase(), run))) yield return line;
        }
        if (Environment.GetEnvironmentVariable("COROUTINEDSL_HTTP") is { } address)
        {
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Workers });
            foreach (var line in Pairs("httpclient_get", pairs, run => HttpAsync(client, address, run), run => Http(client, address, run))) yield return line;
        }
    }

    private static IEnumerable<(string Metric, double Value)> Pairs(string name, int pairs, Func<Window, Task> async, Func<Window, IEnumerator<Yield>> coroutine)
    {
        var ratios = new List<double>();
        double asyncs = 0, greenlets = 0;
        for (var pair = -1; pair < pairs; pair++)      // the first warms up
        {
            var first = pair % 2 == 0 ? OnPool(async) : OnHub(coroutine);
            var second = pair % 2 == 0 ? OnHub(coroutine) : OnPool(async);
            var (a, g) = pair % 2 == 0 ? (first, second) : (second, first);
            if (pair < 0) continue;
            ratios.Add(g / a);
            asyncs += a / pairs;
            greenlets += g / pairs;
        }
        ratios.Sort();
        yield return ($"{name}_async_per_second", asyncs);
        yield return ($"{name}_greenlets_per_second", greenlets);
        yield return ($"{name}_ratio_median", (ratios[(pairs - 1) / 2] + ratios[pairs / 2]) / 2);
        yield return ($"{name}_ratio_least", ratios[0]);
        yield return ($"{name}_ratio_most", ratios[^1]);
    }

    private static double OnPool(Func<Window, Task> async)
    {
        var run = new Window();
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => async(run)))).GetAwaiter().GetResult();
        return run.PerSecond;
    }

    private static double OnHub(Func<Window, IEnumerator<Yield>> coroutine)
    {
        var run = new Window();
        JoinAll(Enumerable.Range(0, Workers).Select(_ => Spawn(coroutine(run))).ToArray()).Await();
        return run.PerSecond;
    }

    private static async Task PostgresAsync(NpgsqlDataSource source, Window run)
    {
        using var stop = new CancellationTokenSource();
        await using var connection = await source.OpenConnectionAsync(stop.Token).ConfigureAwait(false);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        while (run.Goes)
        {
            if (await command.ExecuteScalarAsync(stop.Token).ConfigureAwait(false) is not 1) throw new InvalidOperationException("SELECT 1 is not 1.");
            run.Count();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Postgres(NpgsqlDataSource source, Window run)
    {
        using var connection = Cancellable(token => source.OpenConnectionAsync(token)).Await();
        using var command = new NpgsqlCommand("SELECT 1", connection);
        while (run.Goes)
        {
            if (Cancellable(token => command.ExecuteScalarAsync(token)).Await() is not 1) throw new InvalidOperationException("SELECT 1 is not 1.");
            run.Count();
        }
        yield break;
    }

    // the client of Redis takes no tokens
    private static async Task RedisAsync(IDatabase database, Window run)
    {
        while (run.Goes)
        {
            if (await database.StringGetAsync("benchmark").ConfigureAwait(false) != "value") throw new InvalidOperationException("Another value than was set.");
            run.Count();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Redis(IDatabase database, Window run)
    {
        while (run.Goes)
        {
            if (database.StringGetAsync("benchmark").Await() != "value") throw new InvalidOperationException("Another value than was set.");
            run.Count();
        }
        yield break;
    }

    private static async Task HttpAsync(HttpClient client, string address, Window run)
    {
        using var stop = new CancellationTokenSource();
        while (run.Goes)
        {
            _ = await client.GetStringAsync(address, stop.Token).ConfigureAwait(false);
            run.Count();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Http(HttpClient client, string address, Window run)
    {
        while (run.Goes)
        {
            _ = Cancellable(token => client.GetStringAsync(address, token)).Await();
            run.Count();
        }
        yield break;
    }

    /// <summary>Counts operations for a while.</summary>
    private sealed class Window
    {
        private readonly long _start = Stopwatch.GetTimestamp();
        private int _done;

        public bool Goes => Stopwatch.GetElapsedTime(_start) < s_window;

        public double PerSecond => _done / Stopwatch.GetElapsedTime(_start).TotalSeconds;

        public void Count() => Interlocked.Increment(ref _done);
    }
}

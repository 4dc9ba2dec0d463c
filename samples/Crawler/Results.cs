using System.Collections.Concurrent;
using System.Globalization;
using CoroutineDsl;
using Npgsql;

namespace Crawler;

/// <summary>What was found: a row for each page, which is there once however often its job runs. In PostgreSQL, or in memory.</summary>
internal abstract partial class Results : IDisposable
{
    /// <summary>The one of this process.</summary>
    public static Results Here { get; private set; } = new InMemory();

    public static void Open(string? database)
    {
        if (database is not null) Here = new InPostgres(NpgsqlDataSource.Create(database));
    }

    public abstract Coroutine Prepare(bool again);

    public abstract Coroutine Add(int page, string title);

    /// <summary>How many pages there are, and how often they were found.</summary>
    public abstract Coroutine<(long Pages, long Runs)> Count();

    public virtual void Dispose()
    {
    }

    private sealed partial class InMemory : Results
    {
        private readonly ConcurrentDictionary<int, int> _pages = new();

        public override Coroutine Prepare(bool again) => NothingCoroutine();

        public override Coroutine Add(int page, string title)
        {
            return AddPageCoroutine(page);
        }

        public override Coroutine<(long Pages, long Runs)> Count() => SumCoroutine();

        [Coroutine]
        private static IEnumerator<Yield> Nothing()
        {
            yield break;
        }

        [Coroutine]
        private IEnumerator<Yield> AddPage(int page)
        {
            _pages.AddOrUpdate(page, 1, (_, runs) => runs + 1);
            yield break;
        }

        [Coroutine]
        private IEnumerator<Yield<(long Pages, long Runs)>> Sum()
        {
            yield return (_pages.Count, _pages.Values.Sum(runs => (long)runs));
        }
    }

    private sealed partial class InPostgres(NpgsqlDataSource source) : Results
    {
        public override Coroutine Prepare(bool again) => ExecuteCoroutine(
            $"{(again ? "drop table if exists crawled;" : "")} create table if not exists crawled (page int primary key, title text not null, runs int not null)");

        public override Coroutine Add(int page, string title) => ExecuteCoroutine(
            "insert into crawled values ($1, $2, 1) on conflict (page) do update set runs = crawled.runs + 1", page, title);

        public override Coroutine<(long Pages, long Runs)> Count() => ReadCountCoroutine();

        public override void Dispose() => source.Dispose();

        [Coroutine]
        private IEnumerator<Yield> Execute(string sql, params object[] arguments)
        {
            using var command = source.CreateCommand(sql);
            foreach (var argument in arguments) command.Parameters.Add(new() { Value = argument });
            Coroutine.Cancellable(command.ExecuteNonQueryAsync).Await();
            yield break;
        }

        [Coroutine]
        private IEnumerator<Yield<(long Pages, long Runs)>> ReadCount()
        {
            using var command = source.CreateCommand("select count(*) || ' ' || coalesce(sum(runs), 0) from crawled");
            var counts = ((string)Coroutine.Cancellable(command.ExecuteScalarAsync).Await()!).Split(' ');
            yield return (long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
        }
    }
}

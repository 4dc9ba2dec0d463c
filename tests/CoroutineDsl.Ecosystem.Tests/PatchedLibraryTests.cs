using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;
using Npgsql;
using StackExchange.Redis;
using Xunit;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>The blocking calls of libraries where the patch is on, in coroutines and in plain code: each waits for what only another greenlet does. If it blocked the hub, that would never happen.</summary>
[Patch]
public partial class PatchedLibraryTests
{
    private readonly List<string> _log = [];

    [ServerTheory(Servers.Postgres), InlineData(true), InlineData(false)]
    public Task Npgsql(bool isPlain) => OnHub.Run(() => Holding(
        Taken(Servers.Postgres, "SELECT pg_advisory_lock(18)", "SELECT pg_advisory_unlock(18)"), isPlain ? PlainCode(() => Advisory()) : InCoroutine(Servers.Postgres, "SELECT pg_advisory_xact_lock(18)")));

    [ServerTheory(Servers.Postgres), InlineData(true), InlineData(false)]
    public Task Dapper_(bool isPlain) => OnHub.Run(() => Holding(
        Taken(Servers.Postgres, "SELECT pg_advisory_lock(19)", "SELECT pg_advisory_unlock(19)"), isPlain ? PlainCode(() => Queried()) : InQuery()));

    [ServerTheory(Servers.Postgres), InlineData(true), InlineData(false)]
    public Task EF_Core(bool isPlain) => OnHub.Run(() => Holding(
        Taken(Servers.Postgres, "SELECT pg_advisory_lock(20)", "SELECT pg_advisory_unlock(20)"), isPlain ? PlainCode(() => Listed()) : InContext()));

    [ServerFact(Servers.MariaDb)]
    public Task MySqlConnector_() => OnHub.Run(() => Holding(
        Taken(Servers.MariaDb, "SELECT GET_LOCK('m', 60)", "SELECT RELEASE_LOCK('m')"), InCoroutine(Servers.MariaDb, "SELECT GET_LOCK('m', 60)")));

    [ServerTheory(Servers.Redis), InlineData(true), InlineData(false)]
    public Task Redis(bool isPlain) => OnHub.Run(() => InRedis(isPlain));

    [Fact]
    public Task A_busy_Sqlite_never_stops_the_hub() => OnHub.Run(() => BusySqlite());

    [Fact]
    public Task A_query_over_memory_is_what_it_is() => OnHub.Run(() => InMemory());

    [Coroutine]
    private IEnumerator<Yield> InMemory()
    {
        var rows = new List<Row> { new() { Id = 1 }, new() { Id = 2 } }.AsQueryable();
        Assert.Equal(2, rows.Where(row => row.Id > 0).ToList().Count);
        Assert.Equal(1, rows.Count(row => row.Id > 1));
        foreach (var row in rows) _log.Add($"{row.Id}");
        Assert.Equal(["1", "2"], _log);
        Assert.Equal(2, PlainCount(rows));
        yield break;
    }

    private static int PlainCount(IQueryable<Row> rows) => rows.Count(row => row.Id > 0);

    /// <summary>One greenlet has a lock, the other waits for it.</summary>
    [Coroutine]
    private IEnumerator<Yield> Holding(System.Data.Common.DbConnection holder, IEnumerator<Yield> waits)
    {
        using (holder)
        {
            var waiting = Greenlet.Spawn(waits, "waits");
            while (_log.Count == 0) Greenlet.Sleep(1).Await();
            Greenlet.Sleep(50).Await();
            _log.Add("released");
            Release(holder).Await();
            waiting.Get().Await();
        }

        Assert.Equal(["waits", "released", "has it"], _log);
        yield break;
    }

    private string _release = "";

    private System.Data.Common.DbConnection Taken(string server, string take, string release)
    {
        _release = release;
        System.Data.Common.DbConnection connection = server == Servers.Postgres ? new NpgsqlConnection(Servers.Of(server)) : new MySqlConnection(Servers.Of(server));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = take;
        command.ExecuteScalar();
        return connection;
    }

    [Coroutine]
    private IEnumerator<Yield> Release(System.Data.Common.DbConnection holder)
    {
        using var command = holder.CreateCommand();
        command.CommandText = _release;
        command.ExecuteScalar();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> PlainCode(Action call)
    {
        _log.Add("waits");
        call();
        _log.Add("has it");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> InCoroutine(string server, string take)
    {
        using System.Data.Common.DbConnection connection = server == Servers.Postgres ? new NpgsqlConnection(Servers.Of(server)) : new MySqlConnection(Servers.Of(server));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = take;
        _log.Add("waits");
        command.ExecuteScalar();
        _log.Add("has it");
        yield break;
    }

    private static void Advisory()
    {
        using var connection = new NpgsqlConnection(Servers.Of(Servers.Postgres));
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock(18)", connection);
        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
    }

    private static void Queried()
    {
        using var connection = new NpgsqlConnection(Servers.Of(Servers.Postgres));
        Assert.Single(connection.Query<int>("SELECT 1 FROM pg_advisory_xact_lock(@n)", new { n = 19 }));
    }

    [Coroutine]
    private IEnumerator<Yield> InQuery()
    {
        using var connection = new NpgsqlConnection(Servers.Of(Servers.Postgres));
        _log.Add("waits");
        Assert.Single(connection.Query<int>("SELECT 1 FROM pg_advisory_xact_lock(@n)", new { n = 19 }));
        _log.Add("has it");
        yield break;
    }

    private static void Listed()
    {
        using var context = new Context();
        Assert.Single(context.Rows.FromSqlRaw("SELECT 7 AS \"Id\" FROM pg_advisory_xact_lock(20)").ToList());
    }

    [Coroutine]
    private IEnumerator<Yield> InContext()
    {
        using var context = new Context();
        _log.Add("waits");
        var rows = context.Rows.FromSqlRaw("SELECT 7 AS \"Id\" FROM pg_advisory_xact_lock(20)").ToList();
        _log.Add("has it");
        Assert.Equal(7, rows[0].Id);
        yield break;
    }

    private sealed class Context : DbContext
    {
        public DbSet<Row> Rows => Set<Row>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(Servers.Of(Servers.Postgres));
    }

    private sealed class Row
    {
        public int Id { get; set; }
    }

    [Coroutine]
    private IEnumerator<Yield> InRedis(bool isPlain)
    {
        using var connection = ConnectionMultiplexer.ConnectAsync(Servers.Of(Servers.Redis)).Await();
        using var sleeper = ConnectionMultiplexer.ConnectAsync($"{Servers.Of(Servers.Redis)},allowAdmin=true").Await();
        var database = connection.GetDatabase();
        database.StringSet("key", "value");
        var sleeping = sleeper.GetDatabase().ExecuteAsync("DEBUG", "SLEEP", "0.5");
        var other = Greenlet.SpawnLater(TimeSpan.FromMilliseconds(50), Other());
        Greenlet.Sleep(20).Await();
        _log.Add("asks");
        var value = isPlain ? Plainly(database) : (string?)database.StringGet("key");
        _log.Add("got " + value);
        other.Join().Await();
        sleeping.Await();
        Assert.Equal(["asks", "other", "got value"], _log);
        yield break;
    }

    private static string? Plainly(IDatabase database) => database.StringGet("key");

    [Coroutine]
    private IEnumerator<Yield> Other()
    {
        _log.Add("other");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> BusySqlite()
    {
        var path = Path.Combine(Path.GetTempPath(), $"coroutinedsl-{Guid.NewGuid():N}.db");
        using var first = new SqliteConnection($"Data Source={path};Pooling=False");
        using var second = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=60");
        first.Open();
        second.Open();
        using var create = new SqliteCommand("CREATE TABLE t (n int)", first);
        create.ExecuteNonQuery();
        using (var transaction = first.BeginTransaction())
        {
            using var insert = new SqliteCommand("INSERT INTO t VALUES (1)", first, transaction);
            insert.ExecuteNonQuery();
            var waiting = Greenlet.Spawn(Inserts(second), "waits");
            while (_log.Count == 0) Greenlet.Sleep(1).Await();
            Greenlet.Sleep(50).Await();
            _log.Add("released");
            transaction.Commit();
            waiting.Get().Await();
        }

        Assert.Equal(["waits", "released", "has it"], _log);
        File.Delete(path);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Inserts(SqliteConnection connection)
    {
        _log.Add("waits");
        using var insert = new SqliteCommand("INSERT INTO t VALUES (2)", connection);
        insert.ExecuteNonQuery();
        _log.Add("has it");
        yield break;
    }
}

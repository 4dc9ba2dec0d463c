using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;
using Npgsql;
using StackExchange.Redis;
using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>
/// Greenlets that open, begin, insert, wait and commit, killed or timed out at random moments: afterwards the pool is whole, the server has nothing left of them, and no row of a transaction that did not get to its commit.
/// </summary>
public partial class KillStormTests(ITestOutputHelper output)
{
    private const int PoolSize = 5;
    private const int Count = 60;

    private enum How
    {
        ByHand,
        Patched,
        PatchedTyped,
        Entities,
    }

    [ServerTheory(Servers.Postgres), InlineData(true), InlineData(false)]
    public Task Npgsql_gives_all_back(bool isPatched) => OnHub.Run(() => Postgres(isPatched ? How.Patched : How.ByHand));

    [ServerFact(Servers.Postgres)]
    public Task Npgsql_with_its_own_types_gives_all_back() => OnHub.Run(() => Postgres(How.PatchedTyped));

    [ServerFact(Servers.Postgres)]
    public Task EF_Core_gives_all_back() => OnHub.Run(() => Postgres(How.Entities));

    [ServerTheory(Servers.MariaDb), InlineData(true), InlineData(false)]
    public Task MySqlConnector_gives_all_back(bool isPatched) => OnHub.Run(() => MariaDb(isPatched));

    [ServerFact(Servers.Redis)]
    public Task Redis_goes_on() => OnHub.Run(() => OverRedis());

    [Coroutine]
    private IEnumerator<Yield> Postgres(How how)
    {
        var table = $"storm_{Guid.NewGuid():N}";
        using var source = NpgsqlDataSource.Create($"{Servers.Of(Servers.Postgres)};Maximum Pool Size={PoolSize};Application Name={table};Timeout=60");
        Storm(source, table, "SELECT pg_sleep({0})", how).Await();
        using var other = NpgsqlDataSource.Create($"{Servers.Of(Servers.Postgres)};Application Name=other");
        var asks = $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{table}' AND state <> 'idle'";
        for (var i = 0; i < 200 && Convert.ToInt64(Scalar(other, asks).Await()) > 0; i++) Sleep(50).Await();
        Assert.Equal(0L, Convert.ToInt64(Scalar(other, asks).Await()));
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> MariaDb(bool isPatched)
    {
        var table = $"storm_{Guid.NewGuid():N}";
        using var source = new MySqlDataSource($"{Servers.Of(Servers.MariaDb)};Maximum Pool Size={PoolSize};Connection Timeout=60");
        Storm(source, table, "SELECT SLEEP({0})", isPatched ? How.Patched : How.ByHand).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Storm(DbDataSource source, string table, string sleep, How how)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        Execute(source, $"CREATE TABLE {table} (id int)").Await();
        var mayBeThere = new HashSet<int>();
        var mustBeThere = new HashSet<int>();
        var greenlets = new List<Greenlet>();
        var beat = HeartBeat.Start();
        for (var i = 0; i < Count; i++)
        {
            var wait = string.Format(System.Globalization.CultureInfo.InvariantCulture, sleep, random.Next(30) / 1000.0);
            var insert = how switch
            {
                How.Patched => Patched.Insert(source, table, wait, i, mayBeThere, mustBeThere),
                How.PatchedTyped => Patched.InsertTyped((NpgsqlDataSource)source, table, wait, i, mayBeThere, mustBeThere),
                How.Entities => Patched.InsertEntity(source, table, wait, i, mayBeThere, mustBeThere),
                _ => ByHand.Insert(source, table, wait, i, mayBeThere, mustBeThere),
            };
            var greenlet = Spawn(i % 3 == 1 ? Limited(insert, random.Next(1, 200)) : insert);
            greenlets.Add(greenlet);
            if (i % 3 == 2) Spawn(Killer(greenlet, random.Next(200)));
        }

        foreach (var greenlet in greenlets) greenlet.Join().Await();
        beat.Greenlet.Kill().Await();
        output.WriteLine($"{beat}; {greenlets.Count(greenlet => greenlet.IsKilled)} killed, {mustBeThere.Count} committed");
        Assert.All(greenlets, greenlet => Assert.True(greenlet.IsSuccessful || greenlet.IsKilled, $"seed {seed}: {greenlet.Exception}"));
        var rows = Rows(source, table).Await();
        Assert.True(rows.All(mayBeThere.Contains), $"seed {seed}: a transaction that was killed before its commit has committed");
        Assert.True(mustBeThere.All(rows.Contains), $"seed {seed}: a committed row is lost");
        WholePool(source).Await();
        Execute(source, $"DROP TABLE {table}").Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Killer(Greenlet greenlet, int milliseconds)
    {
        Sleep(milliseconds).Await();
        greenlet.Kill().Await();
        yield break;
    }

    /// <summary>A time for all of it, which ends it wherever it stands.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Limited(IEnumerator<Yield> insert, int milliseconds)
    {
        try
        {
            using var limit = CoTimeout.Start(TimeSpan.FromMilliseconds(milliseconds));
            insert.Await();
        }
        catch (CoTimeoutException)
        {
            // it is over
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> OverRedis()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        using var connection = ConnectionMultiplexer.ConnectAsync(Servers.Of(Servers.Redis)).Await();
        var database = connection.GetDatabase();
        var (begun, done) = (new int[Count], new int[Count]);
        var greenlets = new List<Greenlet>();
        var beat = HeartBeat.Start();
        for (var i = 0; i < Count; i++)
        {
            database.KeyDeleteAsync($"storm:{i}").Await();
            greenlets.Add(Spawn(Patched.Increments(database, i, begun, done)));
            Spawn(Killer(greenlets[i], random.Next(200)));
        }

        foreach (var greenlet in greenlets) greenlet.Join().Await();
        beat.Greenlet.Kill().Await();
        output.WriteLine($"{beat}");
        for (var i = 0; i < Count; i++)
        {
            Assert.True(greenlets[i].IsKilled, $"seed {seed}");
            var value = (int)database.StringGetAsync($"storm:{i}").Await();
            Assert.True(value >= done[i] && value <= begun[i], $"seed {seed}: {value} is not from {done[i]} to {begun[i]}");
            database.KeyDeleteAsync($"storm:{i}").Await();
        }

        yield break;
    }

    /// <summary>As many connections as the pool has can be open at once.</summary>
    [Coroutine]
    private static IEnumerator<Yield> WholePool(DbDataSource source)
    {
        var connections = new List<DbConnection>();
        for (var i = 0; i < PoolSize; i++) connections.Add(source.OpenConnectionAsync().Await());
        foreach (var connection in connections)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            Assert.Equal(1, Convert.ToInt32(command.ExecuteScalarAsync().Await()));
        }

        foreach (var connection in connections) connection.DisposeAsync().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<HashSet<int>>> Rows(DbDataSource source, string table)
    {
        var rows = new HashSet<int>();
        using var command = source.CreateCommand($"SELECT id FROM {table}");
        using var reader = command.ExecuteReaderAsync().Await();
        while (reader.ReadAsync().Await()) rows.Add(reader.GetInt32(0));
        yield return rows;
    }

    [Coroutine]
    private static IEnumerator<Yield> Execute(DbDataSource source, string text)
    {
        using var command = source.CreateCommand(text);
        command.ExecuteNonQueryAsync().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<object?>> Scalar(DbDataSource source, string text)
    {
        using var command = source.CreateCommand(text);
        yield return command.ExecuteScalarAsync().Await();
    }

    [Patch]
    private static partial class Patched
    {
        [Coroutine]
        public static IEnumerator<Yield> Insert(DbDataSource source, string table, string wait, int id, HashSet<int> mayBeThere, HashSet<int> mustBeThere)
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"INSERT INTO {table} VALUES ({id})";
            command.ExecuteNonQuery();
            command.CommandText = wait;
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                {
                }
            }

            mayBeThere.Add(id);
            transaction.Commit();
            mustBeThere.Add(id);
            yield break;
        }

        // the members of the driver's own types hide those of System.Data.Common
        [Coroutine]
        public static IEnumerator<Yield> InsertTyped(NpgsqlDataSource source, string table, string wait, int id, HashSet<int> mayBeThere, HashSet<int> mustBeThere)
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            using var command = new NpgsqlCommand($"INSERT INTO {table} VALUES ({id})", connection, transaction);
            command.ExecuteNonQuery();
            command.CommandText = wait;
            using (var reader = command.ExecuteReader())
            {
                while (reader.Read())
                {
                }
            }

            mayBeThere.Add(id);
            transaction.Commit();
            mustBeThere.Add(id);
            yield break;
        }

        [Coroutine]
        public static IEnumerator<Yield> InsertEntity(DbDataSource source, string table, string wait, int id, HashSet<int> mayBeThere, HashSet<int> mustBeThere)
        {
            var insert = $"INSERT INTO {table} VALUES ({id})";
            using var context = new Entities(source);
            using var transaction = context.Database.BeginTransaction();
            context.Database.ExecuteSqlRaw(insert);
            context.Database.ExecuteSqlRaw(wait);
            mayBeThere.Add(id);
            transaction.Commit();
            mustBeThere.Add(id);
            yield break;
        }

        [Coroutine]
        public static IEnumerator<Yield> Increments(IDatabase database, int id, int[] begun, int[] done)
        {
            while (begun[id] == done[id])
            {
                begun[id]++;
                database.StringIncrement($"storm:{id}");
                done[id]++;
            }

            yield break;
        }
    }

    private sealed class Entities(DbDataSource source) : DbContext
    {
        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql(source);
    }

    private static partial class ByHand
    {
        [Coroutine]
        public static IEnumerator<Yield> Insert(DbDataSource source, string table, string wait, int id, HashSet<int> mayBeThere, HashSet<int> mustBeThere)
        {
            using var connection = Coroutine.Cancellable(token => source.OpenConnectionAsync(token), late: late => late.Dispose()).Await();
            using var transaction = Coroutine.Cancellable(token => connection.BeginTransactionAsync(token), late: late => late.Dispose()).Await();
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"INSERT INTO {table} VALUES ({id})";
            Coroutine.Cancellable(token => command.ExecuteNonQueryAsync(token)).Await();
            command.CommandText = wait;
            using (var reader = Coroutine.Cancellable(token => command.ExecuteReaderAsync(token), late: late => late.Dispose()).Await())
            {
                while (Coroutine.Cancellable(token => reader.ReadAsync(token)).Await())
                {
                }
            }

            mayBeThere.Add(id);
            Coroutine.Cancellable(token => transaction.CommitAsync(token)).Await();
            mustBeThere.Add(id);
            yield break;
        }
    }
}

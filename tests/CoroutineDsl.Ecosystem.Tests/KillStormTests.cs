using System.Data.Common;
using MySqlConnector;
using Npgsql;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>
/// Greenlets that open, begin, insert, wait and commit, killed or timed out at random moments: afterwards the pool is whole, the server has nothing left of them, and no row of a transaction that did not get to its commit.
/// </summary>
public partial class KillStormTests
{
    private const int PoolSize = 5;
    private const int Count = 60;

    [ServerTheory(Servers.Postgres), InlineData(true), InlineData(false)]
    public Task Npgsql_gives_all_back(bool isPatched) => OnHub.Run(() => Postgres(isPatched));

    [ServerTheory(Servers.MariaDb), InlineData(true), InlineData(false)]
    public Task MySqlConnector_gives_all_back(bool isPatched) => OnHub.Run(() => MariaDb(isPatched));

    [Coroutine]
    private static IEnumerator<Yield> Postgres(bool isPatched)
    {
        var table = $"storm_{Guid.NewGuid():N}";
        using var source = NpgsqlDataSource.Create($"{Servers.Of(Servers.Postgres)};Maximum Pool Size={PoolSize};Application Name={table};Timeout=60");
        Storm(source, table, "SELECT pg_sleep({0})", isPatched).Await();
        using var other = NpgsqlDataSource.Create($"{Servers.Of(Servers.Postgres)};Application Name=other");
        var asks = $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{table}' AND state <> 'idle'";
        for (var i = 0; i < 200 && Convert.ToInt64(Scalar(other, asks).Await()) > 0; i++) Sleep(50).Await();
        Assert.Equal(0L, Convert.ToInt64(Scalar(other, asks).Await()));
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> MariaDb(bool isPatched)
    {
        var table = $"storm_{Guid.NewGuid():N}";
        using var source = new MySqlDataSource($"{Servers.Of(Servers.MariaDb)};Maximum Pool Size={PoolSize};Connection Timeout=60");
        Storm(source, table, "SELECT SLEEP({0})", isPatched).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Storm(DbDataSource source, string table, string sleep, bool isPatched)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        Execute(source, $"CREATE TABLE {table} (id int)").Await();
        var mayBeThere = new HashSet<int>();
        var mustBeThere = new HashSet<int>();
        var greenlets = new List<Greenlet>();
        for (var i = 0; i < Count; i++)
        {
            var wait = string.Format(System.Globalization.CultureInfo.InvariantCulture, sleep, random.Next(30) / 1000.0);
            var greenlet = isPatched ? Spawn(Patched.Insert(source, table, wait, i, mayBeThere, mustBeThere)) : Spawn(ByHand.Insert(source, table, wait, i, mayBeThere, mustBeThere));
            greenlets.Add(greenlet);
            if (i % 3 != 0) Spawn(Killer(greenlet, random.Next(200)));
        }

        foreach (var greenlet in greenlets) greenlet.Join().Await();
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

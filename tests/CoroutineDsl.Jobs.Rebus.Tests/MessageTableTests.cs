using Npgsql;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>What the database does for each message that is taken, where many wait and it has no statistics yet.</summary>
public sealed partial class MessageTableTests : QueueTest
{
    private const int Waiting = 20_000;

    /// <summary>As Rebus.PostgreSql asks for it.</summary>
    private const string Take = """
        delete from "public"."jobs_messages" where id = (
            select id from "public"."jobs_messages" where recipient = '{0}' and visible < now() and expiration > now()
            order by priority desc, visible asc, id asc for update skip locked limit 1) returning id, headers, body
        """;

    [Fact]
    public void A_message_is_taken_without_reading_the_others()
    {
        if (PostgresServer.Shared is not { } server) return; // Stores has no postgres then either
        Run(() => Explains(server));
    }

    /// <summary>In a database of its own, whose statistics nothing gathers: those that are gathered while the messages come say that there are few, until the next are.</summary>
    [Coroutine]
    private static IEnumerator<Yield> Explains(PostgresServer server)
    {
        var name = $"messages_{Guid.NewGuid():N}";
        using var servers = NpgsqlDataSource.Create(server.ConnectionString);
        using var create = servers.CreateCommand($"create database {name}");
        Coroutine.Cancellable(create.ExecuteNonQueryAsync).Await();
        var database = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = name }.ConnectionString;
        using var queue = new JobQueue(new() { Name = name, PostgreSql = database });
        queue.Count().Await(); // makes the tables
        using var source = NpgsqlDataSource.Create(database);
        using var still = source.CreateCommand("alter table jobs_messages set (autovacuum_enabled = off)");
        Coroutine.Cancellable(still.ExecuteNonQueryAsync).Await();
        using var fill = source.CreateCommand(
            $"insert into jobs_messages (recipient, priority, expiration, visible, headers, body) select '{name}', 0, now() + interval '1 day', now(), 'h', 'b' from generate_series(1, {Waiting})");
        Coroutine.Cancellable(fill.ExecuteNonQueryAsync).Await();
        var plan = Coroutine.Cancellable(token => PlanOf(source, string.Format(null, Take, name), token)).Await();
        Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        Assert.Contains("jobs_messages_id", plan, StringComparison.Ordinal);
        yield break;
    }

    private static async Task<string> PlanOf(NpgsqlDataSource source, string sql, CancellationToken token)
    {
        await using var command = source.CreateCommand("explain " + sql);
        await using var reader = await command.ExecuteReaderAsync(token);
        var lines = new List<string>();
        while (await reader.ReadAsync(token)) lines.Add(reader.GetString(0));
        return string.Join('\n', lines);
    }
}

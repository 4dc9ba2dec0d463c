using System.Globalization;
using Npgsql;
using Rebus.Config;
using Rebus.Serialization;

namespace CoroutineDsl.Jobs;

/// <summary>A queue in PostgreSQL: the messages in Rebus's table, the rest in ours.</summary>
internal sealed class PostgresBroker : JobBroker
{
    /// <summary>Connections of the transport that are not a job's: what clears away, what looks for messages.</summary>
    private const int Reserve = 2;

    private const int LargestPool = 20;

    private static readonly HeaderSerializer Headers = new();

    private readonly NpgsqlDataSource _source;
    private readonly PostgresJobStore _store;
    private readonly string _transport;
    private readonly string _sender;
    private readonly int _poolSize;

    public PostgresBroker(JobQueueOptions options)
        : base(options)
    {
        var given = new NpgsqlConnectionStringBuilder(PostgresUrl.ToConnectionString(options.PostgreSql!));
        _poolSize = given.MaxPoolSize;
        _transport = Pool(given, "jobs", _poolSize);
        _sender = Pool(given, "jobs-send", Math.Min(_poolSize, LargestPool));
        _source = NpgsqlDataSource.Create(Pool(given, "jobs-store", Math.Min(_poolSize, LargestPool)));
        _store = new(_source, options.Name);
    }

    public override IJobStore Store => _store;

    public override bool DelaysAreWholeSeconds => true;

    public override async Task<IAsyncDisposable?> Prepare(CancellationToken token)
    {
        await _store.Open(token);
        return await _store.LockSchema(token);
    }

    public override Task Complete(CancellationToken token) => _store.AddIndexes(token);

    public override void CheckConcurrency(int concurrency)
    {
        if (concurrency + Reserve <= _poolSize) return;
        throw new ArgumentOutOfRangeException(
            nameof(concurrency),
            string.Create(
                CultureInfo.InvariantCulture,
                $"On PostgreSQL each job that runs holds a transaction, and so a connection: {concurrency} at a time do not fit into a pool of {_poolSize}, of which {Reserve} are for other things. Write 'Maximum Pool Size={concurrency + Reserve}' in the connection string (and let max_connections of the server be larger), or lower the concurrency."));
    }

    public override void UseTransport(RebusConfigurer rebus, string? inputQueue) => rebus.Transport(transport =>
    {
        if (inputQueue is null) transport.UsePostgreSqlAsOneWayClient(_sender, PostgresSchema.Messages);
        else transport.UsePostgreSql(inputQueue == Options.Name ? _transport : _sender, PostgresSchema.Messages, inputQueue);
    });

    public override Task<IReadOnlyList<QueuedMessage>> Messages(string queue, int max) =>
        Read($"select headers, body from {PostgresSchema.Messages} where recipient = $1 order by visible, id limit $2", queue, max);

    public override async Task<QueuedMessage?> Message(string id) =>
        (await Read($"select headers, body from {PostgresSchema.Messages} where recipient = $1 and {HasId("$2")} limit 1", Options.Name, Quoted(id))).FirstOrDefault();

    /// <summary>A message that is in a worker is there for all others until its transaction ends.</summary>
    public override async Task<int> Count(string queue)
    {
        await using var command = _source.CreateCommand(
            $"""
            select greatest(0, (select count(*) from {PostgresSchema.Messages} where recipient = $1)
                - (select count(*) from jobs_state where queue = $1 and state = 1 and {PostgresSchema.IsHeld("worker")}))::int
            """);
        command.Parameters.Add(new() { Value = queue });
        return (int)(await command.ExecuteScalarAsync())!;
    }

    public override async Task<bool> Requeue(string id)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var found = await PostgresJobStore.Scalar(
            connection, $"select headers from {PostgresSchema.Messages} where recipient = $1 and {HasId("$2")} limit 1 for update", Options.ErrorQueue, Quoted(id));
        if (found is not byte[] written) return false;
        var headers = Headers.Deserialize(written);
        JobMessage.Renew(headers);
        await PostgresJobStore.Run(
            connection,
            $"update {PostgresSchema.Messages} set recipient = $1, visible = now(), headers = $4 where recipient = $2 and {HasId("$3")}",
            Options.Name, Options.ErrorQueue, Quoted(id), Headers.Serialize(headers));
        await PostgresJobStore.Run(connection, "update jobs_state set state = 0, attempts = 0, lost = 0, ended = null, is_cancelled = false where id = $1", id);
        await transaction.CommitAsync();
        return true;
    }

    public override async Task<IReadOnlyList<string>> Purge(string queue)
    {
        await using var command = _source.CreateCommand(
            $"delete from {PostgresSchema.Messages} where id in (select id from {PostgresSchema.Messages} where recipient = $1 for update skip locked) returning headers");
        command.Parameters.Add(new() { Value = queue });
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync()) ids.Add(new QueuedMessage(Headers.Deserialize(reader.GetFieldValue<byte[]>(0)), []).Id);
        return ids;
    }

    public override ValueTask DisposeAsync() => _store.DisposeAsync();

    private static string HasId(string parameter) => $"position(convert_to({parameter}, 'UTF8') in headers) > 0";

    private static string Quoted(string id) => $"\"{id}\"";

    private async Task<IReadOnlyList<QueuedMessage>> Read(string sql, params object[] arguments)
    {
        await using var command = _source.CreateCommand(sql);
        foreach (var argument in arguments) command.Parameters.Add(new() { Value = argument });
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<QueuedMessage>();
        while (await reader.ReadAsync()) all.Add(new(Headers.Deserialize(reader.GetFieldValue<byte[]>(0)), reader.GetFieldValue<byte[]>(1)));
        return all;
    }

    /// <summary>Each has connections of its own: jobs that hold all of theirs can still send and be counted.</summary>
    private static string Pool(NpgsqlConnectionStringBuilder given, string name, int size) => new NpgsqlConnectionStringBuilder(given.ConnectionString)
    {
        ApplicationName = given.ApplicationName is { Length: > 0 } own ? $"{own} {name}" : name,
        MaxPoolSize = size,
        MaxAutoPrepare = Math.Max(given.MaxAutoPrepare, 20),
    }.ConnectionString;
}

using System.Text;
using Npgsql;

namespace CoroutineDsl.Jobs;

/// <summary>The store in PostgreSQL. A worker is there while its session holds an advisory lock: the database knows at once when the process is gone.</summary>
internal sealed partial class PostgresJobStore(NpgsqlDataSource source, string queue) : IJobStore
{
    private const string Columns = "id, name, version, state, attempts, lost, key, progress, note, error, result, begun, ended, worker, is_cancelled";

    public async Task Open(CancellationToken token)
    {
        await using var connection = await source.OpenConnectionAsync(token);
        await using var transaction = await connection.BeginTransactionAsync(token);
        await Run(connection, "select pg_advisory_xact_lock($1, 0)", PostgresSchema.SchemaLock);
        await Run(connection, PostgresSchema.Sql);
        await transaction.CommitAsync(token);
    }

    /// <summary>Where the indexes of the messages are missing, they are added; where jobs that run keep that from being done at once, by a later start.</summary>
    public async Task AddIndexes(CancellationToken token)
    {
        await using (var command = source.CreateCommand(PostgresSchema.HasIndexes))
        {
            if ((bool)(await command.ExecuteScalarAsync(token))!) return;
        }

        try
        {
            await using var connection = await source.OpenConnectionAsync(token);
            await using var transaction = await connection.BeginTransactionAsync(token);
            await Run(connection, PostgresSchema.Indexes);
            await transaction.CommitAsync(token);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // jobs hold the table: the queue works without, slower
        }
    }

    /// <summary>Nobody else makes tables while this is held.</summary>
    public async Task<IAsyncDisposable> LockSchema(CancellationToken token)
    {
        var connection = await source.OpenConnectionAsync(token);
        var transaction = await connection.BeginTransactionAsync(token);
        await Run(connection, "select pg_advisory_xact_lock($1, 0)", PostgresSchema.SchemaLock);
        return new Held(connection, transaction);
    }

    public Task<IWorkerLease> Join(CancellationToken token) => PostgresLease.Open(source, queue, token);

    public async Task GiveBack(string id) => await Execute("update jobs_state set state = 0, attempts = attempts - 1 where id = $1 and state = 1", id);

    public async Task Fail(string id, string error) => await Execute("update jobs_state set state = 0, error = $2 where id = $1 and state = 1", id, error);

    public async Task End(string id, string? key, JobState state, ReadOnlyMemory<byte> result, string? error, TimeSpan keep)
    {
        // its key first: who sees the end sends the next
        if (key is not null && state is (JobState.Failed or JobState.Cancelled)) await Free(id, key);
        DateTime? expires = state == JobState.Failed ? null : DateTime.UtcNow + keep; // one that failed is remembered while it is in the error queue
        await Execute(
            """
            update jobs_state set state = $2, result = $3, error = $4, expires = $5, ended = now(), progress = case when $2 = 2 then 1 else progress end where id = $1
            """,
            id, (short)state, result.ToArray(), (object?)error ?? DBNull.Value, (object?)expires ?? DBNull.Value);
        if (key is not null && state == JobState.Done) await Execute("update jobs_keys set expires = $3 where queue = $1 and key = $2", queue, key, DateTime.UtcNow + keep);
    }

    public async Task Skip(BeginRequest request, JobState state, TimeSpan keep)
    {
        if (state == JobState.Cancelled && request.Key is { } key) await Free(request.Id, key);
        await Execute(
            """
            insert into jobs_state (id, queue, name, version, state, ended, expires) values ($1, $2, $3, $4, $5, now(), $6)
            on conflict (id) do update set state = excluded.state, name = excluded.name, version = excluded.version, ended = now(), expires = excluded.expires
            """,
            request.Id, queue, request.Name, request.Version, (short)state, DateTime.UtcNow + keep);
    }

    public async Task Report(IReadOnlyList<ProgressReport> reports) => await Execute(
        """
        update jobs_state set progress = coalesce(new.progress, jobs_state.progress), note = coalesce(new.note, jobs_state.note)
        from unnest($1::text[], $2::double precision[], $3::text[]) as new (id, progress, note) where jobs_state.id = new.id and state = 1
        """,
        reports.Select(report => report.Id).ToArray(), reports.Select(report => report.Progress).ToArray(), reports.Select(report => report.Note is { } note ? Clean(note) : null).ToArray());

    public async Task<IReadOnlyList<string>> Cancelled(int worker)
    {
        await using var command = Command("select id from jobs_state where state = 1 and queue = $1 and worker = $2 and is_cancelled", queue, worker);
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<string>();
        while (await reader.ReadAsync()) all.Add(reader.GetString(0));
        return all;
    }

    /// <summary>A row without a name is of a job that was cancelled before it was seen.</summary>
    public async Task<bool> Cancel(string id, TimeSpan? keep) => await Execute(
        """
        insert into jobs_state (id, queue, name, state, is_cancelled, expires) values ($1, $2, '', 0, true, $3)
        on conflict (id) do update set is_cancelled = true, expires = case when jobs_state.name = '' then excluded.expires else jobs_state.expires end where jobs_state.state in (0, 1)
        """,
        id, queue, keep is { } limit ? DateTime.UtcNow + limit : DBNull.Value) > 0;

    public async Task<int> Forget(JobState state) => await Execute("delete from jobs_state where queue = $1 and state = $2", queue, (short)state);

    public async Task ForgetWaiting(IReadOnlyList<string> ids) => await Execute(
        "with forgotten as (delete from jobs_state where id = any($1) and state = 0 returning id) delete from jobs_keys where id in (select id from forgotten)", (object)ids.ToArray());

    public async Task ForgetOld()
    {
        await Execute("delete from jobs_state where expires < now()");
        await Execute("delete from jobs_keys where expires < now()");
    }

    public async Task<DateTimeOffset?> LastDue(string name)
    {
        await using var command = Command("select last from jobs_periodic where queue = $1 and name = $2", queue, name);
        return await command.ExecuteScalarAsync() is DateTime last ? new DateTimeOffset(last, TimeSpan.Zero) : null;
    }

    public async Task SetLastDue(string name, DateTimeOffset time) => await Execute(
        "insert into jobs_periodic (queue, name, last) values ($1, $2, $3) on conflict (queue, name) do update set last = excluded.last", queue, name, time.UtcDateTime);

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private async Task Free(string id, string key) => await Execute("delete from jobs_keys where queue = $1 and key = $2 and id = $3", queue, key, id);

    internal static async Task<int> Run(NpgsqlConnection connection, string sql, params object[] arguments)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        Add(command, arguments);
        return await command.ExecuteNonQueryAsync();
    }

    private async Task<int> Execute(string sql, params object[] arguments)
    {
        await using var command = Command(sql, arguments);
        return await command.ExecuteNonQueryAsync();
    }

    private NpgsqlCommand Command(string sql, params object[] arguments)
    {
        var command = source.CreateCommand(sql);
        Add(command, arguments);
        return command;
    }

    private static void Add(NpgsqlCommand command, object[] arguments)
    {
        foreach (var argument in arguments) command.Parameters.Add(new NpgsqlParameter { Value = argument is string text ? Clean(text) : argument });
    }

    /// <summary>What a job says may have a NUL or half of a surrogate pair, which a text of PostgreSQL has not.</summary>
    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Replace('\0', '\uFFFD')));

    private sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await transaction.DisposeAsync();
            await connection.DisposeAsync();
        }
    }
}

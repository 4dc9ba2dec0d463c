using Npgsql;

namespace CoroutineDsl.Jobs;

/// <summary>A session that holds the lock of a worker, and of the leader where it is that.</summary>
internal sealed class PostgresLease : IWorkerLease
{
    private readonly NpgsqlDataSource _source;
    private readonly string _queue;
    private NpgsqlConnection? _connection;

    private PostgresLease(NpgsqlDataSource source, string queue, int number) => (_source, _queue, Number) = (source, queue, number);

    public int Number { get; }

    public static async Task<IWorkerLease> Open(NpgsqlDataSource source, string queue, CancellationToken token)
    {
        int number;
        await using (var command = source.CreateCommand("select nextval('jobs_workers')::int")) number = (int)(await command.ExecuteScalarAsync(token))!;
        var lease = new PostgresLease(source, queue, number);
        await lease.Keep(token);
        return lease;
    }

    public async Task Keep(CancellationToken token)
    {
        try
        {
            if (_connection is null)
            {
                _connection = await _source.OpenConnectionAsync(token);
                await Lock(PostgresSchema.WorkerLock, Number, token);
            }
            else
            {
                await using var command = new NpgsqlCommand("select 1", _connection);
                await command.ExecuteNonQueryAsync(token);
            }
        }
        catch (Exception)
        {
            await Drop(); // the next call opens another session
            throw;
        }
    }

    public async Task<bool> TryLead(CancellationToken token)
    {
        if (_connection is null) return false;
        // a lock that the session holds is taken once more: it is given back for that
        await using var held = new NpgsqlCommand(
            "select exists (select from pg_locks where locktype = 'advisory' and classid = $1::int::oid and objid = hashtext($2)::oid and pid = pg_backend_pid() and granted)", _connection)
        {
            Parameters = { new() { Value = PostgresSchema.LeaderLock }, new() { Value = _queue } },
        };
        if ((bool)(await held.ExecuteScalarAsync(token))!) return true;
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", _connection)
        {
            Parameters = { new() { Value = PostgresSchema.LeaderLock }, new() { Value = _queue } },
        };
        return (bool)(await command.ExecuteScalarAsync(token))!;
    }

    public async ValueTask DisposeAsync() => await Drop();

    private async Task Lock(int space, int number, CancellationToken token)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1, $2)", _connection)
        {
            Parameters = { new() { Value = space }, new() { Value = number } },
        };
        await command.ExecuteNonQueryAsync(token);
    }

    private async Task Drop()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        try
        {
            // back in its pool it would hold the locks
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", connection);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // the session is gone, and its locks with it
        }

        await connection.DisposeAsync();
    }
}

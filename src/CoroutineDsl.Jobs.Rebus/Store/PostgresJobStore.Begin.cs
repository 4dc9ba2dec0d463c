using Npgsql;

namespace CoroutineDsl.Jobs;

internal sealed partial class PostgresJobStore
{
    public async Task<BeginAnswer> Begin(BeginRequest request)
    {
        // nearly every job is new and without limits: one statement
        if (!request.IsLimited && await Execute($"{Insert} on conflict (id) do nothing", Values(request)) == 1) return new(BeginKind.Run, 1);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var answer = await Decide(connection, request);
        if (answer.Kind == BeginKind.Run && request.IsLimited) answer = await Limit(connection, request, answer);
        if (answer.Kind == BeginKind.Run)
        {
            await Run(
                connection,
                $"""
                {Insert} on conflict (id) do update set
                    name = excluded.name, version = excluded.version, state = 1, attempts = jobs_state.attempts + 1, worker = excluded.worker, key = excluded.key, begun = now()
                """,
                Values(request));
        }

        await transaction.CommitAsync();
        return answer;
    }

    private const string Insert =
        "insert into jobs_state (id, queue, name, version, state, attempts, worker, key, begun) values ($1, $2, $3, $4, 1, 1, $5, $6, now())";

    private object[] Values(BeginRequest request) => [request.Id, queue, request.Name, request.Version, request.Worker, (object?)request.Key ?? DBNull.Value];

    private static async Task<BeginAnswer> Decide(NpgsqlConnection connection, BeginRequest request)
    {
        JobInfo? known = null;
        var (worker, isCancelled) = (0, false);
        await using (var command = new NpgsqlCommand($"select {Columns} from jobs_state where id = $1 for update", connection) { Parameters = { new() { Value = request.Id } } })
        await using (var reader = await command.ExecuteReaderAsync())
        {
            if (await reader.ReadAsync()) (known, worker, isCancelled) = (Info(reader), reader.GetInt32(13), reader.GetBoolean(14));
        }

        // this worker does not run it: else it would not have asked
        var isHeld = known?.State == JobState.Running && worker != request.Worker && await IsThere(connection, worker);
        var answer = Attempts.Decide(known, isHeld, isCancelled, request.IsAlone);
        if (answer.Kind == BeginKind.Lost) await Run(connection, "update jobs_state set state = 0, lost = lost + 1 where id = $1", request.Id);
        return answer;
    }

    private async Task<BeginAnswer> Limit(NpgsqlConnection connection, BeginRequest request, BeginAnswer answer)
    {
        if (request.Key is { } key && await Claim(connection, key, request.Id) is var other && other != request.Id) return new(BeginKind.Duplicate) { Info = await Find(other) };
        if (request.MaxConcurrency is { } most)
        {
            await Run(connection, "select pg_advisory_xact_lock($1, hashtext($2))", PostgresSchema.LimitLock, $"{queue}/{request.Name}");
            if (await Running(connection, request.Name) >= most) return new(BeginKind.Full);
        }

        if (request is { MaxRate: { } rate, HasTurn: false } && await Turn(connection, request.Name, rate) is { } wait && wait > TimeSpan.Zero)
            return new(BeginKind.Later) { Wait = wait };
        return answer;
    }

    /// <summary>Takes a key that is free, or whose job nobody knows any more: whose it is then. Each statement sees what was committed before it, so each question is one of its own.</summary>
    private async Task<string> Claim(NpgsqlConnection connection, string key, string id)
    {
        if (await Run(connection, "insert into jobs_keys (queue, key, id) values ($1, $2, $3) on conflict (queue, key) do nothing", queue, key, id) == 1) return id;
        var owner = (string?)await Scalar(connection, "select id from jobs_keys where queue = $1 and key = $2 and (expires is null or expires > now()) for update", queue, key);
        if (owner is not null && (bool)(await Scalar(connection, "select exists (select from jobs_state where id = $1)", owner))!) return owner;
        await Run(
            connection, "insert into jobs_keys (queue, key, id) values ($1, $2, $3) on conflict (queue, key) do update set id = excluded.id, expires = null", queue, key, id);
        return id;
    }

    private async Task<long> Running(NpgsqlConnection connection, string name) => (long)(await Scalar(
        connection,
        $"select count(*) from jobs_state where queue = $1 and name = $2 and state = 1 and {PostgresSchema.IsHeld("worker")}", queue, name))!;

    private static async Task<bool> IsThere(NpgsqlConnection connection, int worker) => (bool)(await Scalar(connection, $"select {PostgresSchema.IsHeld("$1")}", worker))!;

    /// <summary>Takes the next place in the rate: how long until then.</summary>
    private async Task<TimeSpan> Turn(NpgsqlConnection connection, string name, double rate) => (TimeSpan)(await Scalar(
        connection,
        """
        insert into jobs_turns as t (queue, name, next) values ($1, $2, now() + $3)
        on conflict (queue, name) do update set next = greatest(t.next, now()) + $3
        returning next - $3 - now()
        """,
        queue, name, TimeSpan.FromSeconds(1 / rate)))!;

    internal static async Task<object?> Scalar(NpgsqlConnection connection, string sql, params object[] arguments)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        Add(command, arguments);
        return await command.ExecuteScalarAsync();
    }
}

using Npgsql;

namespace CoroutineDsl.Jobs;

internal sealed partial class PostgresJobStore
{
    public async Task<JobInfo?> Find(string id)
    {
        await using var command = Command($"select {Columns} from jobs_state where id = $1 and name <> ''", id);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? Info(reader) : null;
    }

    public async Task<IReadOnlyList<JobInfo>> List(JobState? state, int max)
    {
        await using var command = Command(
            $"select {Columns} from jobs_state where queue = $1 and name <> '' and ($2 < 0 or state = $2) order by begun desc nulls first limit $3", queue, state is { } wanted ? (int)wanted : -1, max);
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<JobInfo>();
        while (await reader.ReadAsync()) all.Add(Info(reader));
        return all;
    }

    public async Task<IReadOnlyDictionary<JobState, int>> Count()
    {
        await using var command = Command(
            $"""
            select case when state = 1 and not {PostgresSchema.IsHeld("worker")} then 0::smallint else state end as now, count(*)::int
            from jobs_state where queue = $1 and name <> '' group by now
            """,
            queue);
        await using var reader = await command.ExecuteReaderAsync();
        var counts = new Dictionary<JobState, int>();
        while (await reader.ReadAsync()) counts.Add((JobState)reader.GetInt16(0), reader.GetInt32(1));
        return counts;
    }

    private static JobInfo Info(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), (JobState)row.GetInt16(3))
    {
        Version = row.GetInt32(2),
        Attempts = row.GetInt32(4),
        Lost = row.GetInt32(5),
        Key = row.IsDBNull(6) ? null : row.GetString(6),
        Progress = row.IsDBNull(7) ? null : row.GetDouble(7),
        Note = row.IsDBNull(8) ? null : row.GetString(8),
        Error = row.IsDBNull(9) ? null : row.GetString(9),
        Result = row.IsDBNull(10) ? default : row.GetFieldValue<byte[]>(10),
        Begun = row.IsDBNull(11) ? null : row.GetFieldValue<DateTimeOffset>(11),
        Ended = row.IsDBNull(12) ? null : row.GetFieldValue<DateTimeOffset>(12),
    };
}

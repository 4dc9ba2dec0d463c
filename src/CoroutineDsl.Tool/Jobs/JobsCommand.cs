using System.Globalization;
using CoroutineDsl.Jobs;
using Npgsql;

namespace CoroutineDsl.Tool.Jobs;

/// <summary><c>coro jobs</c>: looks at a queue in PostgreSQL, and repairs it.</summary>
internal sealed class JobsCommand(JobsArguments arguments, TextWriter output, TextWriter errors)
{
    public const string Usage = """
        usage: coro jobs counts
               coro jobs list [--state waiting|running|done|failed|cancelled|duplicate] [--max N]
               coro jobs show ID
               coro jobs retry ID... | --all
               coro jobs purge failed|waiting|done|cancelled|duplicate
            with [--database URL] (or DATABASE_URL in the environment) and [--queue NAME]
        """;

    /// <summary>The exit code: 0; 1 where it could not be done; 2 where the arguments are wrong.</summary>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments is ["--help" or "-h" or "help"])
        {
            output.WriteLine(Usage);
            return 0;
        }

        if (JobsArguments.Parse(arguments) is not { } parsed)
        {
            errors.WriteLine(Usage);
            return 2;
        }

        if (parsed.Database is null)
        {
            errors.WriteLine("coro: say which database: --database URL, or DATABASE_URL in the environment");
            return 2;
        }

        try
        {
            return new JobsCommand(parsed, output, errors).Run();
        }
        catch (Exception e) when (e is NpgsqlException or ArgumentException)
        {
            errors.WriteLine($"coro: {e.Message}");
            return 1;
        }
    }

    private int Run()
    {
        using var queue = new JobQueue(new() { Name = arguments.Queue, PostgreSql = arguments.Database });
        return arguments.Words switch
        {
            ["counts"] => Counts(queue),
            ["list"] => List(queue),
            ["show", var id] => Show(queue, id),
            ["retry", .. var ids] when ids.Length > 0 != arguments.IsAll => Retry(queue, ids),
            ["purge", var state] when JobsArguments.StateOf(state) is { } purged and not JobState.Running => Purge(queue, purged),
            _ => Wrong(),
        };
    }

    private int Counts(JobQueue queue)
    {
        foreach (var (state, count) in queue.Count().Await()) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Name(state),-10}{count,10}"));
        return 0;
    }

    private int List(JobQueue queue)
    {
        foreach (var job in queue.List(arguments.State, arguments.Max).Await())
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{job.Id}  {Name(job.State),-9}  {job.Attempts,3}  {Progress(job),4}  {job.Name}{(Said(job) is { } said ? "  " + said : "")}"));
        return 0;
    }

    private int Show(JobQueue queue, string id)
    {
        if (queue.Find(id).Await() is not { } job) return Unknown(id);
        Line("id", job.Id);
        Line("job", job.Version == 1 ? job.Name : $"{job.Name} (version {job.Version})");
        Line("state", Name(job.State));
        Line("attempts", job.Lost == 0 ? $"{job.Attempts}" : $"{job.Attempts}, {job.Lost} of which lost their worker");
        Line("key", job.Key);
        Line("arguments", job.Arguments);
        Line("progress", job.Progress is null ? null : Progress(job));
        Line("note", job.Note);
        Line("begun", job.Begun?.ToString("u", CultureInfo.InvariantCulture));
        Line("ended", job.Ended?.ToString("u", CultureInfo.InvariantCulture));
        Line("error", job.Error);
        return 0;
    }

    private int Retry(JobQueue queue, string[] ids)
    {
        if (arguments.IsAll) ids = [.. queue.List(JobState.Failed, int.MaxValue).Await().Select(job => job.Id)];
        var isAll = true;
        foreach (var id in ids)
        {
            if (queue.Retry(id).Await())
            {
                output.WriteLine($"{id}  waiting");
            }
            else
            {
                isAll = false;
                errors.WriteLine($"coro: no job {id} in the error queue");
            }
        }

        return isAll ? 0 : 1;
    }

    private int Purge(JobQueue queue, JobState state)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{queue.Purge(state).Await()} purged"));
        return 0;
    }

    private int Unknown(string id)
    {
        errors.WriteLine($"coro: nothing is known of a job {id}");
        return 1;
    }

    private int Wrong()
    {
        errors.WriteLine(Usage);
        return 2;
    }

    private void Line(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) output.WriteLine($"{name,-10}{text.ReplaceLineEndings("\n          ")}");
    }

    private static string Name(JobState state) => state.ToString().ToLowerInvariant();

    private static string Progress(JobInfo job) => job.Progress is { } progress ? progress.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal) : "";

    private static string? Said(JobInfo job) => job.State == JobState.Failed ? job.Error?.Split('\n')[0] : job.Note ?? job.Arguments;
}

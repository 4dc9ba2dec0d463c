using System.Globalization;
using CoroutineDsl.Jobs;

namespace CoroutineDsl.Tool.Jobs;

/// <summary>What was written behind <c>coro jobs</c>.</summary>
internal sealed record JobsArguments(string[] Words, string? Database, string Queue, JobState? State, int Max, bool IsAll)
{
    private const int DefaultMax = 100;

    /// <summary>Null: it cannot be understood.</summary>
    public static JobsArguments? Parse(string[] arguments)
    {
        var words = new List<string>();
        var read = new JobsArguments([], Environment.GetEnvironmentVariable("DATABASE_URL"), new JobQueueOptions().Name, null, DefaultMax, false);
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--all":
                    read = read with { IsAll = true };
                    continue;
                case "--database" when value is not null:
                    read = read with { Database = value };
                    break;
                case "--queue" when value is not null:
                    read = read with { Queue = value };
                    break;
                case "--state" when value is not null && StateOf(value) is { } state:
                    read = read with { State = state };
                    break;
                case "--max" when int.TryParse(value, CultureInfo.InvariantCulture, out var max) && max > 0:
                    read = read with { Max = max };
                    break;
                case ['-', ..]:
                    return null;
                default:
                    words.Add(arguments[i]);
                    continue;
            }

            i++;
        }

        return words.Count == 0 ? null : read with { Words = [.. words] };
    }

    public static JobState? StateOf(string text) => Enum.TryParse<JobState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) && !int.TryParse(text, out _) ? state : null;
}

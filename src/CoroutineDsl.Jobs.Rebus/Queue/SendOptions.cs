namespace CoroutineDsl.Jobs;

/// <summary>How a job is sent.</summary>
public sealed record SendOptions
{
    /// <summary>Jobs of the same name with the same key are one: what is sent while the first waits, runs or is remembered does not run. Null: as the job's attribute says.</summary>
    public string? Key { get; init; }

    /// <summary>When it may begin; null: at once. On PostgreSQL in whole seconds.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>When nobody wants it any more: it is not begun after this, and is killed where it runs. Null: never.</summary>
    public DateTimeOffset? Deadline { get; init; }
}

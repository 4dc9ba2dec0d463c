namespace CoroutineDsl.Jobs;

/// <summary>The job that runs here, as its own code sees it; in what it calls and spawns too.</summary>
public sealed class JobContext
{
    private static readonly AsyncLocal<JobContext?> Here = new();

    private readonly Action<ProgressReport> _report;

    internal JobContext(string id, string name, int attempt, IServiceProvider? services, Action<ProgressReport> report) =>
        (Id, Name, Attempt, Services, _report) = (id, name, attempt, services, report);

    /// <summary>The job that runs here; null: none of a <see cref="JobWorker"/>.</summary>
    public static JobContext? Current
    {
        get => Here.Value;
        internal set => Here.Value = value;
    }

    /// <summary>What <c>Send</c> gave: the same at each attempt, and so a key for effects that are to happen once.</summary>
    public string Id { get; }

    /// <summary>What it calls.</summary>
    public string Name { get; }

    /// <summary>Which attempt this is, from 1.</summary>
    public int Attempt { get; }

    /// <summary>The services of the program, if the worker has them; where they have scopes, one of this attempt.</summary>
    public IServiceProvider? Services { get; }

    /// <summary>Says how much is done. It is seen by others within a second; the last of several in that time is.</summary>
    /// <param name="progress">From 0 to 1; null: as before.</param>
    /// <param name="note">Anything to be shown beside it; null: as before.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not between 0 and 1.</exception>
    public void Report(double? progress, string? note = null)
    {
        if (progress is not null and not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(progress), progress, "A progress is between 0 and 1.");
        _report(new(Id, progress, note));
    }
}

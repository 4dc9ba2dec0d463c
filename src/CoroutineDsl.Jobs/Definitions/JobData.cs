namespace CoroutineDsl.Jobs;

/// <summary>A job outside a process: what is kept in a store or sent in a message.</summary>
/// <param name="Name">Which job.</param>
/// <param name="Version">Which form of its arguments.</param>
/// <param name="Arguments">The arguments, each behind its length, as the job's serialiser wrote them.</param>
public sealed record JobData(string Name, int Version, ReadOnlyMemory<byte> Arguments)
{
    /// <summary>The simple name of the assembly that has the job: it is loaded where the job is not known yet. Null: the job is found among those that are.</summary>
    public string? Assembly { get; init; }

    /// <summary>What the job is in this process.</summary>
    /// <exception cref="UnknownJobException">This program has no such job in this version.</exception>
    public JobDefinition ToDefinition()
    {
        if (Assembly is not null) JobRegistry.TryLoad(Assembly);
        return JobRegistry.Get(Name, Version);
    }

    /// <summary>The job as a coroutine that has not begun, for this process.</summary>
    /// <exception cref="UnknownJobException">This program has no such job in this version.</exception>
    public Coroutine ToCoroutine() => ToDefinition().Start(Arguments);
}

namespace CoroutineDsl.Jobs;

/// <summary>A job outside a process: what is kept in a store or sent in a message.</summary>
/// <param name="Name">Which job.</param>
/// <param name="Version">Which form of its arguments.</param>
/// <param name="Arguments">The arguments, each behind its length, as the job's serialiser wrote them.</param>
public sealed record JobData(string Name, int Version, ReadOnlyMemory<byte> Arguments)
{
    /// <summary>The job as a coroutine that has not begun, for this process.</summary>
    /// <exception cref="UnknownJobException">This program has no such job in this version.</exception>
    public Coroutine ToCoroutine() => JobRegistry.Get(Name, Version).Start(Arguments);
}

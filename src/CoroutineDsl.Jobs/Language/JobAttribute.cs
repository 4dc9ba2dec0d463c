namespace CoroutineDsl.Jobs;

/// <summary>
/// Marks a static <c>[Coroutine]</c> method as a job: the generator adds <c>MJob(args)</c>, which makes a <see cref="Job"/> or <see cref="Job{T}"/>, a call as data, that another process can run.
/// </summary>
/// <remarks>
/// The parameters and the result are serialised (see <see cref="IJobSerializer"/>). A <see cref="ProcessQueue{T}"/>, a <see cref="ProcessEvent"/>, a <see cref="SharedMemory{T}"/> and a
/// <see cref="ProcessListener"/> can be parameters: the job gets the same one.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class JobAttribute : Attribute
{
    /// <summary>What the job is called between processes; by default the full name of the method. Give one where the method may be renamed while messages are under way.</summary>
    public string? Name { get; set; }

    /// <summary>Which form of its arguments the job takes. Raise it where the parameters change: a process with another version refuses the message.</summary>
    public int Version { get; set; } = 1;
}

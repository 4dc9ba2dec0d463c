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

    /// <summary>
    /// Calls with the same key are one: <c>"{url}"</c> is the key of a job with a parameter <c>url</c>. For a <c>JobQueue</c>; null: each call is its own.
    /// </summary>
    public string? Unique { get; set; }

    /// <summary>How often a <c>JobWorker</c> begins the job before it goes to the error queue; 0: as the worker says.</summary>
    public int MaxAttempts { get; set; }

    /// <summary>The wait before the second attempt, in seconds; each further one is twice as long. 0: as the worker says.</summary>
    public double BackoffSeconds { get; set; }

    /// <summary>The longest wait between two attempts, in seconds; 0: as the worker says.</summary>
    public double MaxBackoffSeconds { get; set; }

    /// <summary>How long an attempt may take, in seconds; then the job is killed and the attempt has failed. 0: as long as it takes.</summary>
    public double TimeoutSeconds { get; set; }

    /// <summary>How many calls of the job run at a time, on all workers together; 0: any number.</summary>
    public int MaxConcurrency { get; set; }

    /// <summary>How many calls of the job begin in a second, on all workers together; 0: any number.</summary>
    public double MaxRate { get; set; }
}

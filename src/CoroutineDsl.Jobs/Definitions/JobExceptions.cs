namespace CoroutineDsl.Jobs;

/// <summary>A job failed in another process. What it threw there is described here: its type by name, its message, its stack.</summary>
public sealed class JobFailedException : Exception
{
    /// <summary>Describes what a job threw elsewhere.</summary>
    /// <param name="job">Which job.</param>
    /// <param name="type">The full name of the type of the exception.</param>
    /// <param name="message">Its message.</param>
    /// <param name="stack">The exception as text.</param>
    public JobFailedException(string job, string type, string message, string stack)
        : base($"The job {job} failed in its worker: {type}: {message}")
    {
        (Job, RemoteType, RemoteMessage, RemoteStackTrace) = (job, type, message, stack);
    }

    /// <summary>Which job.</summary>
    public string Job { get; }

    /// <summary>The full name of the type of the exception.</summary>
    public string RemoteType { get; }

    /// <summary>The message of the exception.</summary>
    public string RemoteMessage { get; }

    /// <summary>The exception as text, with its stack and its inner exceptions, as it was in the worker.</summary>
    public string RemoteStackTrace { get; }

    /// <summary>This exception, and the one of the worker.</summary>
    public override string ToString() => $"{base.ToString()}{Environment.NewLine}--- in the worker ---{Environment.NewLine}{RemoteStackTrace}";
}

/// <summary>The process that ran a job ended before the job did. Whether the job had its effects is not known.</summary>
public sealed class WorkerLostException : Exception
{
    internal WorkerLostException(string message, int? processId = null, int? exitCode = null)
        : base(message)
    {
        (ProcessId, ExitCode) = (processId, exitCode);
    }

    /// <summary>The process; null if none was begun.</summary>
    public int? ProcessId { get; }

    /// <summary>Its exit code, if it is known: 128 and the number of a signal that ended it.</summary>
    public int? ExitCode { get; }
}

/// <summary>A job was asked for that this program does not have, or has in another version.</summary>
public sealed class UnknownJobException : Exception
{
    internal UnknownJobException(string message)
        : base(message)
    {
    }
}

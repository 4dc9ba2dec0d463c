using Rebus.Messages;

namespace CoroutineDsl.Jobs;

/// <summary>A job in a message of Rebus: the call as data. What concerns the sending is in the headers.</summary>
internal sealed record JobMessage(string Name, int Version, string? Assembly, byte[] Arguments)
{
    /// <summary>The key, with the name of the job.</summary>
    public const string KeyHeader = "job-key";

    /// <summary>When nobody wants it any more, in the form "O".</summary>
    public const string DeadlineHeader = "job-deadline";

    /// <summary>It has been given its place in the rate, and waits for that.</summary>
    public const string TurnHeader = "job-turn";

    /// <summary>The value of <see cref="TurnHeader"/>. A header cannot be taken off a message: it gets another value.</summary>
    public const string Turn = "1";

    /// <summary>The span that sent it, as W3C has it.</summary>
    public const string TraceHeader = "traceparent";

    /// <summary>The id of a job is the id of its message.</summary>
    public const string IdHeader = Headers.MessageId;

    public static JobMessage Of(Job job)
    {
        var data = job.ToData();
        return new(data.Name, data.Version, data.Assembly, data.Arguments.ToArray());
    }

    /// <summary>What another wants who lets it run again: the deadline and the asker of before are past.</summary>
    public static void Renew(IDictionary<string, string> headers)
    {
        foreach (var header in new[] { DeadlineHeader, TurnHeader, Headers.ReturnAddress }) headers.Remove(header);
    }

    public JobData ToData() => new(Name, Version, Arguments) { Assembly = Assembly };
}

/// <summary>The end of a job that somebody waits for.</summary>
internal sealed record JobReply(JobState State, byte[]? Result, string? Job, string? ErrorType, string? ErrorMessage, string? ErrorText)
{
    public static JobReply Done(ReadOnlyMemory<byte> result) => new(JobState.Done, result.ToArray(), null, null, null, null);

    public static JobReply Cancelled(string job) => new(JobState.Cancelled, null, job, null, null, null);

    public static JobReply Failed(string job, FailureText text) => new(JobState.Failed, null, job, text.Type, text.Message, text.Stack);
}

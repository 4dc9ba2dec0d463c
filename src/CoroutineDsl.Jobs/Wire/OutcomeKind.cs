namespace CoroutineDsl.Jobs;

/// <summary>How a call ended in its worker.</summary>
internal enum OutcomeKind : byte
{
    /// <summary>With a value, or none if the job has none.</summary>
    Value,

    /// <summary>With an exception: type, message, text.</summary>
    Failure,

    /// <summary>It was cancelled by the parent.</summary>
    Killed,
}

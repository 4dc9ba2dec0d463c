namespace CoroutineDsl.Jobs;

/// <summary>What the owner does for the other processes.</summary>
internal interface ISharedTarget
{
    /// <summary>Runs an operation; it may wait, and is killed where it is not waited for any more.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="argument">Its argument, there during the first step only.</param>
    /// <param name="answer">What it answers.</param>
    Coroutine Serve(byte operation, FrameReader argument, SharedAnswer answer);
}

/// <summary>The answer of one request.</summary>
internal sealed class SharedAnswer
{
    public FrameWriter Output { get; } = new();

    /// <summary>Undoes the operation where its answer did not arrive; null: it stands.</summary>
    public Action? GiveBack { get; set; }
}

/// <summary>How an operation ended.</summary>
internal enum AnswerKind : byte
{
    Done,
    ShutDown,
    Empty,
    Full,
    Failed,
}

namespace CoroutineDsl;

/// <summary>There was nothing to get: at once (<c>GetNoWait</c>), or within the timeout.</summary>
public sealed class QueueEmptyException : InvalidOperationException
{
    /// <summary>For a queue of your own: "The queue is empty."</summary>
    public QueueEmptyException()
        : base("The queue is empty.")
    {
    }
}

/// <summary>There was no room to put: at once (<c>PutNoWait</c>), or within the timeout.</summary>
public sealed class QueueFullException : InvalidOperationException
{
    /// <summary>For a queue of your own: "The queue is full."</summary>
    public QueueFullException()
        : base("The queue is full.")
    {
    }
}

/// <summary>The queue was shut down, or the channel completed: nothing more can be put, and nothing is left to get.</summary>
public sealed class QueueShutDownException : InvalidOperationException
{
    /// <summary>For a queue of your own: "The queue has been shut down."</summary>
    public QueueShutDownException()
        : base("The queue has been shut down.")
    {
    }
}

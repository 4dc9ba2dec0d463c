namespace CoroutineDsl;

/// <summary>There was nothing to get: at once (<c>GetNoWait</c>), or within the timeout.</summary>
public sealed class QueueEmptyException : InvalidOperationException
{
    internal QueueEmptyException()
        : base("The queue is empty.")
    {
    }
}

/// <summary>There was no room to put: at once (<c>PutNoWait</c>), or within the timeout.</summary>
public sealed class QueueFullException : InvalidOperationException
{
    internal QueueFullException()
        : base("The queue is full.")
    {
    }
}

/// <summary>The queue was shut down, or the channel completed: nothing more can be put, and nothing is left to get.</summary>
public sealed class QueueShutDownException : InvalidOperationException
{
    internal QueueShutDownException()
        : base("The queue has been shut down.")
    {
    }
}

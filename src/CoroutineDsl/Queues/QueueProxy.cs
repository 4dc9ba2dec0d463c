namespace CoroutineDsl;

/// <summary>A queue in the debugger. To enumerate a queue is to take from it: this takes nothing.</summary>
internal sealed class QueueProxy<T>(CoQueueBase<T> queue)
{
    public int Count => queue.Count;

    public int? MaxSize => queue.MaxSize;

    public bool IsShutDown => queue.IsShutDown;

    public QueueStatistics Statistics => queue.Statistics;
}

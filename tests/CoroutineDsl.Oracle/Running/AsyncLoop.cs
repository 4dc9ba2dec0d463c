namespace CoroutineDsl.Oracle;

/// <summary>Runs <c>async</c> code on this thread alone: what a hub is to coroutines.</summary>
internal sealed class AsyncLoop : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = [];

    /// <inheritdoc />
    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    /// <summary>Runs until nothing is left to do.</summary>
    public static Task Run(Func<Task> main)
    {
        var before = Current;
        var loop = new AsyncLoop();
        SetSynchronizationContext(loop);
        try
        {
            var task = main();
            while (loop._ready.TryDequeue(out var next))
                next.Callback(next.State);
            return task;
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }
}

using System.Collections.Concurrent;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>Waits for tasks, each beside what <c>await</c> takes for the same.</summary>
internal static partial class Workloads
{
    public static void CompletedTasks(int times) => Spawn(AwaitCompleted(Task.CompletedTask, times)).Join().Await();

    public static void CompletedValues(int times) => Spawn(AwaitCompleted(Task.FromResult(1), times)).Join().Await();

    /// <summary>Each task is completed by a thread of the pool.</summary>
    public static void PoolTasks(int times) => Spawn(AwaitPool(times)).Join().Await();

    /// <summary>Each task is completed by another greenlet of the hub.</summary>
    public static void HubTasks(int times)
    {
        var turns = new TaskCompletionSource[times];
        for (var i = 0; i < times; i++) turns[i] = new TaskCompletionSource();
        JoinAll(Spawn(AwaitAll(turns)), Spawn(CompleteAll(turns))).Await();
    }

    public static async Task PoolTasksAsync(int times)
    {
        for (var i = 0; i < times; i++) await Task.Run(static () => { }).ConfigureAwait(false);
    }

    /// <summary>The same for a method that goes on in its own thread after each task, as a greenlet does.</summary>
    public static void PoolTasksOnOneThread(int times)
    {
        var before = SynchronizationContext.Current;
        using var context = new OneThreadContext();
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            context.Run(Loop);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        async Task Loop()
        {
            for (var i = 0; i < times; i++) await Task.Run(static () => { });
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> AwaitCompleted(Task task, int times)
    {
        for (var i = 0; i < times; i++) task.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> AwaitCompleted(Task<int> task, int times)
    {
        for (var i = 0; i < times; i++) task.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> AwaitPool(int times)
    {
        for (var i = 0; i < times; i++) Task.Run(static () => { }).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> AwaitAll(TaskCompletionSource[] turns)
    {
        foreach (var turn in turns) turn.Task.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> CompleteAll(TaskCompletionSource[] turns)
    {
        foreach (var turn in turns)
        {
            turn.SetResult();
            yield return Sleep();
        }
    }

    /// <summary>Runs what is posted on the thread that calls <see cref="Run"/>.</summary>
    private sealed class OneThreadContext : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _posts = [];

        public override void Post(SendOrPostCallback d, object? state) => _posts.Add((d, state));

        public void Run(Func<Task> main)
        {
            var task = main();
            task.ContinueWith(_ => _posts.CompleteAdding(), TaskScheduler.Default);
            foreach (var (callback, state) in _posts.GetConsumingEnumerable()) callback(state);
            task.GetAwaiter().GetResult();
        }

        public void Dispose() => _posts.Dispose();
    }
}

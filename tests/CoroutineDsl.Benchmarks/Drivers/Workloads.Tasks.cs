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
}

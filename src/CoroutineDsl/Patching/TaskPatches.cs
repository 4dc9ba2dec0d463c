using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Patching;

/// <summary>
/// Cooperative waits for tasks. They fail as the originals do: with an <see cref="AggregateException"/> where those throw one. Their timeouts are the hub's clock's. The tasks were handed in: a wait that is given up lets
/// them go at once, and leaves nothing behind in them.
/// </summary>
public static class TaskPatches
{
    /// <inheritdoc cref="Task.Wait()"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Suspension CoWait(this Task task) => Waited(task, Timeouts.None);

    /// <inheritdoc cref="Task.Wait(int)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Suspension<bool> CoWait(this Task task, int millisecondsTimeout) => Waited(task, Timed.Ticks(millisecondsTimeout));

    /// <inheritdoc cref="Task.Wait(TimeSpan)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Suspension<bool> CoWait(this Task task, TimeSpan timeout) => Waited(task, Timed.Ticks(timeout));

    /// <inheritdoc cref="Task.Wait(TimeSpan, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Suspension<bool> CoWait(this Task task, TimeSpan timeout, CancellationToken cancellationToken) =>
        Waited(task, Timed.Ticks(timeout)).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task.Wait(CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Suspension CoWait(this Task task, CancellationToken cancellationToken) => Waited(task, Timeouts.None).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task.Wait(int, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Suspension<bool> CoWait(this Task task, int millisecondsTimeout, CancellationToken cancellationToken) =>
        Waited(task, Timed.Ticks(millisecondsTimeout)).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task{T}.Result"/>
    [Patches(typeof(Task<>), nameof(Task<>.Result), Area = Patch.Task)]
    public static Suspension<T> CoResult<T>(this Task<T> task) =>
        task.IsCompletedSuccessfully ? new(task.Result) : new(new TaskEndSource<Task<T>, T>(task, task, static (t, _) => t.Result), Timeouts.None);

    /// <inheritdoc cref="ValueTask{T}.Result"/>
    [Patches(typeof(ValueTask<>), nameof(ValueTask<>.Result), Area = Patch.Task)]
    public static ValueTask<T> CoResult<T>(this ValueTask<T> task) => task;

    /// <inheritdoc cref="TaskAwaiter.GetResult"/>
    [Patches(typeof(TaskAwaiter), nameof(TaskAwaiter.GetResult), Area = Patch.Task)]
    public static async Task CoGetResult(this TaskAwaiter awaiter) => await new Given<TaskAwaiter>(awaiter, static a => a.IsCompleted, static a => a.GetResult());

    /// <inheritdoc cref="TaskAwaiter{T}.GetResult"/>
    [Patches(typeof(TaskAwaiter<>), nameof(TaskAwaiter<>.GetResult), Area = Patch.Task)]
    public static async Task<T> CoGetResult<T>(this TaskAwaiter<T> awaiter)
    {
        await new Given<TaskAwaiter<T>>(awaiter, static a => a.IsCompleted, static _ => { });
        return awaiter.GetResult();
    }

    /// <inheritdoc cref="ValueTaskAwaiter.GetResult"/>
    [Patches(typeof(ValueTaskAwaiter), nameof(ValueTaskAwaiter.GetResult), Area = Patch.Task)]
    public static async Task CoGetResult(this ValueTaskAwaiter awaiter) => await new Given<ValueTaskAwaiter>(awaiter, static a => a.IsCompleted, static a => a.GetResult());

    /// <inheritdoc cref="ValueTaskAwaiter{T}.GetResult"/>
    [Patches(typeof(ValueTaskAwaiter<>), nameof(ValueTaskAwaiter<>.GetResult), Area = Patch.Task)]
    public static async Task<T> CoGetResult<T>(this ValueTaskAwaiter<T> awaiter)
    {
        await new Given<ValueTaskAwaiter<T>>(awaiter, static a => a.IsCompleted, static _ => { });
        return awaiter.GetResult();
    }

    /// <inheritdoc cref="ConfiguredTaskAwaitable.ConfiguredTaskAwaiter.GetResult"/>
    [Patches(typeof(ConfiguredTaskAwaitable.ConfiguredTaskAwaiter), "GetResult", Area = Patch.Task)]
    public static async Task CoGetResult(this ConfiguredTaskAwaitable.ConfiguredTaskAwaiter awaiter) =>
        await new Given<ConfiguredTaskAwaitable.ConfiguredTaskAwaiter>(awaiter, static a => a.IsCompleted, static a => a.GetResult());

    /// <inheritdoc cref="ConfiguredTaskAwaitable{T}.ConfiguredTaskAwaiter.GetResult"/>
    [Patches(typeof(ConfiguredTaskAwaitable<>.ConfiguredTaskAwaiter), "GetResult", Area = Patch.Task)]
    public static async Task<T> CoGetResult<T>(this ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter awaiter)
    {
        await new Given<ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter>(awaiter, static a => a.IsCompleted, static _ => { });
        return awaiter.GetResult();
    }

    /// <inheritdoc cref="Task.WaitAll(Task[])"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Suspension WaitAll(params Task[] tasks) => All(tasks, Timeouts.None);

    /// <inheritdoc cref="Task.WaitAll(ReadOnlySpan{Task})"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Suspension WaitAll(ReadOnlyMemory<Task> tasks) => All(tasks.ToArray(), Timeouts.None);

    /// <inheritdoc cref="Task.WaitAll(IEnumerable{Task}, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Suspension WaitAll(IEnumerable<Task> tasks, CancellationToken cancellationToken = default) => All([.. tasks], Timeouts.None).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task.WaitAll(Task[], CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Suspension WaitAll(Task[] tasks, CancellationToken cancellationToken) => All(tasks, Timeouts.None).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task.WaitAll(Task[], int)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Suspension<bool> WaitAll(Task[] tasks, int millisecondsTimeout) => All(tasks, Timed.Ticks(millisecondsTimeout));

    /// <inheritdoc cref="Task.WaitAll(Task[], int, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Suspension<bool> WaitAll(Task[] tasks, int millisecondsTimeout, CancellationToken cancellationToken) =>
        All(tasks, Timed.Ticks(millisecondsTimeout)).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task.WaitAll(Task[], TimeSpan)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Suspension<bool> WaitAll(Task[] tasks, TimeSpan timeout) => All(tasks, Timed.Ticks(timeout));

    /// <inheritdoc cref="Task.WaitAny(Task[])"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Suspension<int> WaitAny(params Task[] tasks) => Any(tasks, Timeouts.None);

    /// <inheritdoc cref="Task.WaitAny(Task[], int)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Suspension<int> WaitAny(Task[] tasks, int millisecondsTimeout) => Any(tasks, Timed.Ticks(millisecondsTimeout));

    /// <inheritdoc cref="Task.WaitAny(Task[], CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Suspension<int> WaitAny(Task[] tasks, CancellationToken cancellationToken) => Any(tasks, Timeouts.None).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task.WaitAny(Task[], int, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Suspension<int> WaitAny(Task[] tasks, int millisecondsTimeout, CancellationToken cancellationToken) =>
        Any(tasks, Timed.Ticks(millisecondsTimeout)).WithCancellation(cancellationToken);

    /// <inheritdoc cref="Task.WaitAny(Task[], TimeSpan)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Suspension<int> WaitAny(Task[] tasks, TimeSpan timeout) => Any(tasks, Timed.Ticks(timeout));

    private static Suspension<bool> Waited(Task task, long ticks)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompletedSuccessfully
            ? new(true)
            : ticks == 0 && !task.IsCompleted ? new(false) : new(new TaskEndSource<Task, bool>(task, task, static (t, hasEnded) => hasEnded && Failed(t)), ticks);
    }

    // throws what the task failed with, as the blocking call does
    private static bool Failed(Task task)
    {
        task.Wait();
        return true;
    }

    private static Suspension<bool> All(Task[] tasks, long ticks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        return Waitables.From(new AllTasks(tasks, ticks));
    }

    private static Suspension<int> Any(Task[] tasks, long ticks)
    {
        if (tasks is null or []) return new(Task.WaitAny(tasks!, 0)); // fails as that does
        return new(new FirstTaskSource(tasks), ticks);
    }

    /// <summary>An awaiter in hand, awaited itself.</summary>
    private readonly struct Given<TAwaiter>(TAwaiter awaiter, Func<TAwaiter, bool> isCompleted, Action<TAwaiter> getResult) : ICriticalNotifyCompletion
        where TAwaiter : ICriticalNotifyCompletion
    {
        public bool IsCompleted => isCompleted(awaiter);

        public Given<TAwaiter> GetAwaiter() => this;

        public void GetResult() => getResult(awaiter);

        public void OnCompleted(Action continuation) => awaiter.OnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation) => awaiter.UnsafeOnCompleted(continuation);
    }
}

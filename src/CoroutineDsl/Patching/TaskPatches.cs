using System.Runtime.CompilerServices;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative waits for tasks. They fail as the originals do: with an <see cref="AggregateException"/> where those throw one.</summary>
public static class TaskPatches
{
    /// <inheritdoc cref="Task.Wait()"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static async Task CoWait(this Task task)
    {
        await Settled(task);
        task.Wait();
    }

    /// <inheritdoc cref="Task.Wait(int)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Task<bool> CoWait(this Task task, int millisecondsTimeout) => task.CoWait(millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Task.Wait(TimeSpan)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Task<bool> CoWait(this Task task, TimeSpan timeout) => task.CoWait((int)timeout.TotalMilliseconds, CancellationToken.None);

    /// <inheritdoc cref="Task.Wait(TimeSpan, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static Task<bool> CoWait(this Task task, TimeSpan timeout, CancellationToken cancellationToken) => task.CoWait((int)timeout.TotalMilliseconds, cancellationToken);

    /// <inheritdoc cref="Task.Wait(CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static async Task CoWait(this Task task, CancellationToken cancellationToken)
    {
        await Settled(task).WaitAsync(cancellationToken);
        task.Wait(CancellationToken.None);
    }

    /// <inheritdoc cref="Task.Wait(int, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.Wait), Area = Patch.Task)]
    public static async Task<bool> CoWait(this Task task, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        if (!await InTime(Settled(task), millisecondsTimeout, cancellationToken)) return false;
        task.Wait(CancellationToken.None);
        return true;
    }

    /// <inheritdoc cref="Task{T}.Result"/>
    [Patches(typeof(Task<>), nameof(Task<>.Result), Area = Patch.Task)]
    public static async Task<T> CoResult<T>(this Task<T> task)
    {
        await Settled(task);
        return task.Result;
    }

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
    public static async Task WaitAll(params Task[] tasks)
    {
        await Settled(Task.WhenAll(tasks));
        Task.WaitAll(tasks);
    }

    /// <inheritdoc cref="Task.WaitAll(ReadOnlySpan{Task})"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Task WaitAll(ReadOnlyMemory<Task> tasks) => WaitAll(tasks.ToArray());

    /// <inheritdoc cref="Task.WaitAll(IEnumerable{Task}, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static async Task WaitAll(IEnumerable<Task> tasks, CancellationToken cancellationToken = default)
    {
        Task[] all = [.. tasks];
        await Settled(Task.WhenAll(all)).WaitAsync(cancellationToken);
        Task.WaitAll(all, CancellationToken.None);
    }

    /// <inheritdoc cref="Task.WaitAll(Task[], CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Task WaitAll(Task[] tasks, CancellationToken cancellationToken) => WaitAll((IEnumerable<Task>)tasks, cancellationToken);

    /// <inheritdoc cref="Task.WaitAll(Task[], int)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Task<bool> WaitAll(Task[] tasks, int millisecondsTimeout) => WaitAll(tasks, millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Task.WaitAll(Task[], int, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static async Task<bool> WaitAll(Task[] tasks, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        if (!await InTime(Settled(Task.WhenAll(tasks)), millisecondsTimeout, cancellationToken)) return false;
        Task.WaitAll(tasks);
        return true;
    }

    /// <inheritdoc cref="Task.WaitAll(Task[], TimeSpan)"/>
    [Patches(typeof(Task), nameof(Task.WaitAll), Area = Patch.Task)]
    public static Task<bool> WaitAll(Task[] tasks, TimeSpan timeout) => WaitAll(tasks, (int)timeout.TotalMilliseconds);

    /// <inheritdoc cref="Task.WaitAny(Task[])"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Task<int> WaitAny(params Task[] tasks) => WaitAny(tasks, System.Threading.Timeout.Infinite);

    /// <inheritdoc cref="Task.WaitAny(Task[], int)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Task<int> WaitAny(Task[] tasks, int millisecondsTimeout) => WaitAny(tasks, millisecondsTimeout, CancellationToken.None);

    /// <inheritdoc cref="Task.WaitAny(Task[], CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Task<int> WaitAny(Task[] tasks, CancellationToken cancellationToken) => WaitAny(tasks, System.Threading.Timeout.Infinite, cancellationToken);

    /// <inheritdoc cref="Task.WaitAny(Task[], int, CancellationToken)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static async Task<int> WaitAny(Task[] tasks, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        var first = Task.WhenAny(tasks);
        return await InTime(first, millisecondsTimeout, cancellationToken) ? Array.IndexOf(tasks, first.Result) : -1;
    }

    /// <inheritdoc cref="Task.WaitAny(Task[], TimeSpan)"/>
    [Patches(typeof(Task), nameof(Task.WaitAny), Area = Patch.Task)]
    public static Task<int> WaitAny(Task[] tasks, TimeSpan timeout) => WaitAny(tasks, (int)timeout.TotalMilliseconds);

    /// <summary>Completes when the task has, however that ended.</summary>
    private static Task Settled(Task task) => task.IsCompleted ? Task.CompletedTask : Task.WhenAny(task);

    private static async Task<bool> InTime(Task task, int millisecondsTimeout, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(TimeSpan.FromMilliseconds(millisecondsTimeout), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
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

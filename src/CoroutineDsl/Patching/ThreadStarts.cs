using System.ComponentModel;

namespace CoroutineDsl.Patching;

/// <summary>What patched code calls where it starts a thread for a body of its own that blocks: inside a greenlet the body is a greenlet of the same hub, elsewhere the start is what it was.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ThreadStarts
{
    private static bool IsInGreenlet => Hub.Here is { IsInside: true };

    /// <summary>In place of <see cref="Thread.Start()"/>.</summary>
    public static void Start(Thread thread)
    {
        if (!IsInGreenlet || !StartedThread.TryStart(thread, null, takesParameter: false)) thread.Start();
    }

    /// <summary>In place of <see cref="Thread.Start(object)"/>.</summary>
    public static void Start(Thread thread, object? parameter)
    {
        if (!IsInGreenlet || !StartedThread.TryStart(thread, parameter, takesParameter: true)) thread.Start(parameter);
    }

    /// <summary>In place of <see cref="Thread.Join()"/> off the hub: the thread may be a greenlet of another.</summary>
    public static void Join(Thread thread)
    {
        if (StartedThread.Of(thread) is { } started) started.Join(Timeout.Infinite);
        else thread.Join();
    }

    /// <summary>In place of <see cref="Thread.Join(int)"/> off the hub.</summary>
    public static bool Join(Thread thread, int millisecondsTimeout) =>
        StartedThread.Of(thread) is { } started ? started.Join(millisecondsTimeout) : thread.Join(millisecondsTimeout);

    /// <summary>In place of <see cref="Thread.Join(TimeSpan)"/> off the hub.</summary>
    public static bool Join(Thread thread, TimeSpan timeout) =>
        StartedThread.Of(thread) is { } started ? started.Join((int)timeout.TotalMilliseconds) : thread.Join(timeout);

    /// <summary>In place of <see cref="Thread.IsAlive"/>, in a coroutine.</summary>
    public static bool IsAlive(Thread thread) => StartedThread.Of(thread)?.IsAlive ?? thread.IsAlive;

    /// <summary>In place of <see cref="ThreadPool.QueueUserWorkItem(WaitCallback)"/>.</summary>
    public static bool QueueUserWorkItem(WaitCallback callBack) => QueueUserWorkItem(callBack, null);

    /// <summary>In place of <see cref="ThreadPool.QueueUserWorkItem(WaitCallback, object)"/>.</summary>
    public static bool QueueUserWorkItem(WaitCallback callBack, object? state)
    {
        if (!IsInGreenlet || callBack is null) return ThreadPool.QueueUserWorkItem(callBack!, state);
        Greenlet.Spawn(() => callBack(state), callBack.Method.Name);
        return true;
    }

    /// <summary>In place of <see cref="ThreadPool.QueueUserWorkItem{TState}"/>.</summary>
    public static bool QueueUserWorkItem<TState>(Action<TState> callBack, TState state, bool preferLocal)
    {
        if (!IsInGreenlet || callBack is null) return ThreadPool.QueueUserWorkItem(callBack!, state, preferLocal);
        Greenlet.Spawn(() => callBack(state), callBack.Method.Name);
        return true;
    }

    /// <summary>In place of <see cref="Task.Run(Action)"/>.</summary>
    public static Task Run(Action action) => !IsInGreenlet || action is null ? Task.Run(action!) : StartedTask.Of(action, CancellationToken.None);

    /// <summary>In place of <see cref="Task.Run(Action, CancellationToken)"/>.</summary>
    public static Task Run(Action action, CancellationToken cancellationToken) =>
        !IsInGreenlet || action is null ? Task.Run(action!, cancellationToken) : StartedTask.Of(action, cancellationToken);

    /// <summary>In place of <see cref="Task.Run{TResult}(Func{TResult})"/>.</summary>
    public static Task<TResult> Run<TResult>(Func<TResult> function) => !IsInGreenlet || function is null ? Task.Run(function!) : StartedTask.Of(function, CancellationToken.None);

    /// <summary>In place of <see cref="Task.Run{TResult}(Func{TResult}, CancellationToken)"/>.</summary>
    public static Task<TResult> Run<TResult>(Func<TResult> function, CancellationToken cancellationToken) =>
        !IsInGreenlet || function is null ? Task.Run(function!, cancellationToken) : StartedTask.Of(function, cancellationToken);

    /// <summary>In place of <see cref="TaskFactory.StartNew(Action)"/>.</summary>
    public static Task StartNew(TaskFactory factory, Action action) => !IsInGreenlet || action is null ? factory.StartNew(action!) : StartedTask.Of(action, factory.CancellationToken);

    /// <summary>In place of <see cref="TaskFactory.StartNew(Action, CancellationToken)"/>.</summary>
    public static Task StartNew(TaskFactory factory, Action action, CancellationToken cancellationToken) =>
        !IsInGreenlet || action is null ? factory.StartNew(action!, cancellationToken) : StartedTask.Of(action, cancellationToken);

    /// <summary>In place of <see cref="TaskFactory.StartNew(Action, TaskCreationOptions)"/>.</summary>
    public static Task StartNew(TaskFactory factory, Action action, TaskCreationOptions creationOptions) =>
        !IsInGreenlet || action is null ? factory.StartNew(action!, creationOptions) : StartedTask.Of(action, factory.CancellationToken);

    /// <summary>In place of <see cref="TaskFactory.StartNew(Action{object}, object)"/>.</summary>
    public static Task StartNew(TaskFactory factory, Action<object?> action, object? state) =>
        !IsInGreenlet || action is null ? factory.StartNew(action!, state) : StartedTask.Of(() => action(state), factory.CancellationToken);

    /// <summary>In place of <see cref="TaskFactory.StartNew(Action{object}, object, TaskCreationOptions)"/>.</summary>
    public static Task StartNew(TaskFactory factory, Action<object?> action, object? state, TaskCreationOptions creationOptions) =>
        !IsInGreenlet || action is null ? factory.StartNew(action!, state, creationOptions) : StartedTask.Of(() => action(state), factory.CancellationToken);

    /// <summary>In place of <see cref="TaskFactory.StartNew{TResult}(Func{TResult})"/>.</summary>
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function) =>
        !IsInGreenlet || function is null ? factory.StartNew(function!) : StartedTask.Of(function, factory.CancellationToken);

    /// <summary>In place of <see cref="TaskFactory.StartNew{TResult}(Func{TResult}, TaskCreationOptions)"/>.</summary>
    public static Task<TResult> StartNew<TResult>(TaskFactory factory, Func<TResult> function, TaskCreationOptions creationOptions) =>
        !IsInGreenlet || function is null ? factory.StartNew(function!, creationOptions) : StartedTask.Of(function, factory.CancellationToken);
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Runtime;

/// <summary>Everything that can be waited for, as a suspension.</summary>
internal static class Waitables
{
    public static Suspension From(Task task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompletedSuccessfully ? Suspension.Completed : new Suspension(new TaskSource(task), Timeouts.None);
    }

    public static Suspension<T> From<T>(Task<T> task)
    {
        ArgumentNullException.ThrowIfNull(task);
        return task.IsCompletedSuccessfully ? new Suspension<T>(task.Result) : new Suspension<T>(new TaskSource<T>(task), Timeouts.None);
    }

    public static Suspension From(ValueTask task) => task.IsCompletedSuccessfully ? Done(task) : From(task.AsTask());

    public static Suspension<T> From<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? new Suspension<T>(task.Result) : From(task.AsTask());

    public static Suspension From(YieldAwaitable awaitable) => Greenlet.Sleep();

    public static Suspension From(ConfiguredTaskAwaitable awaitable)
    {
        return ConfiguredTasks.TaskOf(awaitable) is { } task ? From(task) : From(Wait());

        async Task Wait() => await awaitable;
    }

    public static Suspension<T> From<T>(ConfiguredTaskAwaitable<T> awaitable)
    {
        return ConfiguredTasks<T>.TaskOf(awaitable) is { } task ? From(task) : From(Wait());

        async Task<T> Wait() => await awaitable;
    }

    public static Suspension From(ConfiguredValueTaskAwaitable awaitable)
    {
        return ConfiguredTasks.ValueOf(awaitable) is { } task ? From(task) : From(Wait());

        async Task Wait() => await awaitable;
    }

    public static Suspension<T> From<T>(ConfiguredValueTaskAwaitable<T> awaitable)
    {
        return ConfiguredTasks<T>.ValueOf(awaitable) is { } task ? From(task) : From(Wait());

        async Task<T> Wait() => await awaitable;
    }

    public static Suspension From(Greenlet greenlet)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        return greenlet.Get();
    }

    public static Suspension From(Coroutine coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return new Suspension(new CallSource(coroutine));
    }

    public static Suspension<T> From<T>(Coroutine<T> coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return new Suspension<T>(new CallSource<T>(coroutine));
    }

    /// <summary>A boxed struct that was yielded.</summary>
    /// <exception cref="InvalidCastException">It is not waitable.</exception>
    public static Suspension From(ValueType value) => value switch
    {
        IUntypedSuspension suspension => suspension.Untyped,
        ValueTask task => From(task),
        _ when TaskOf(value) is { } task => From(task),
        _ => throw new InvalidCastException($"A coroutine yielded a {value?.GetType().ToString() ?? "null"}, which is neither something to wait for nor its result. Yield a suspension such as Sleep(...), a task, a greenlet or another coroutine's call; a coroutine with a result returns IEnumerator<Yield<T>>."),
    };

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "ValueTask<T>.AsTask is kept by its use in From.")]
    private static Task? TaskOf(ValueType value) =>
        value?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>)
            ? (Task?)type.GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(value, null)
            : null;

    private static Suspension Done(ValueTask task)
    {
        task.GetAwaiter().GetResult(); // a pooled source is given back
        return Suspension.Completed;
    }
}

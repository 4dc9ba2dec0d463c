namespace CoroutineDsl.Runtime;

/// <summary>What an asynchronous method has returned: a value that is there already, or the task to wait for.</summary>
internal static class Started
{
    public static Task? From<T>(Task<T>? task, out T value)
    {
        if (task is null) throw NoTask();
        value = task.IsCompletedSuccessfully ? task.Result : default!;
        return task.IsCompletedSuccessfully ? null : task;
    }

    public static Task? From<T>(ValueTask<T> task, out T value)
    {
        if (task.IsCompletedSuccessfully)
        {
            value = task.Result;
            return null;
        }

        value = default!;
        return task.AsTask();
    }

    public static Task? From(Task? task, out Nothing value)
    {
        value = default;
        if (task is null) throw NoTask();
        return task.IsCompletedSuccessfully ? null : task;
    }

    public static Task? From(ValueTask task, out Nothing value)
    {
        value = default;
        if (!task.IsCompletedSuccessfully) return task.AsTask();
        task.GetAwaiter().GetResult(); // a pooled source is given back
        return null;
    }

    public static Nothing End(Task task)
    {
        task.GetAwaiter().GetResult();
        return default;
    }

    private static InvalidOperationException NoTask() => new("The function returned null instead of a task.");
}

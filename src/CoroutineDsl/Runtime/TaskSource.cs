namespace CoroutineDsl.Runtime;

/// <summary>Waits for a task: its continuation posts the wake-up to the hub.</summary>
internal sealed class TaskSource(Task task) : WaitSource
{
    internal override bool Begin(Greenlet greenlet, object? state, long argument) => TaskWait.Begin(this, greenlet, task);

    internal override void Cancel(Greenlet greenlet)
    {
    }

    internal override void End(Greenlet greenlet) => task.GetAwaiter().GetResult();

    internal override string Describe(Greenlet greenlet) => "a task";
}

/// <inheritdoc cref="TaskSource"/>
internal sealed class TaskSource<T>(Task<T> task) : WaitSource<T>
{
    internal override bool Begin(Greenlet greenlet, object? state, long argument) => TaskWait.Begin(this, greenlet, task);

    internal override void Cancel(Greenlet greenlet)
    {
    }

    internal override T Take(Greenlet greenlet) => task.GetAwaiter().GetResult();

    internal override string Describe(Greenlet greenlet) => "a task";
}

/// <summary>What both share.</summary>
internal static class TaskWait
{
    public static bool Begin(WaitSource source, Greenlet greenlet, Task task)
    {
        if (task.IsCompleted) return true;
        greenlet.ParkExternal(source, Timeouts.None);
        var hub = greenlet.Hub;
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => hub.Post(() =>
        {
            // it may have been killed, and wait for something else by now
            if (greenlet.State.IsParked && ReferenceEquals(greenlet.Source, source)) greenlet.Wake();
        }));
        return false;
    }
}

namespace CoroutineDsl.Runtime;

/// <summary>Waits for a task.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class TaskSource(Task task) : TaskWaiter<Nothing>(task)
{
    protected override Nothing Outcome(Greenlet greenlet) => Started.End(Task);
}

/// <summary>Waits for a task's value.</summary>
/// <param name="task">The task.</param>
/// <param name="left">Called where it is let go.</param>
[System.Diagnostics.StackTraceHidden]
internal sealed class TaskSource<T>(Task<T> task, Action<Task<T>>? left = null) : TaskWaiter<T>(task)
{
    protected override T Outcome(Greenlet greenlet) => ((Task<T>)Task).GetAwaiter().GetResult();

    protected override void Left() => left?.Invoke((Task<T>)Task);
}

/// <summary>Waits for the end of a task, at most for a time; how it ended is for the caller to see.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class TaskEndSource<TState, T>(Task task, TState state, Func<TState, bool, T> outcome) : TaskWaiter<T>(task)
{
    internal override Work WorkFor(Greenlet greenlet) => Work.None; // a look at it for so long, by the hub's clock

    protected override T Outcome(Greenlet greenlet) => outcome(state, !greenlet.TakeTimedOut());
}

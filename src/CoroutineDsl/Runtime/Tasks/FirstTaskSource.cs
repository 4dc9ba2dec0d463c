namespace CoroutineDsl.Runtime;

/// <summary>Waits for the first of several tasks to end, at most for a time: its index, or -1. The others keep nothing of the wait.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class FirstTaskSource(Task[] tasks) : TaskWaiter<int>(Task.CompletedTask)
{
    internal override Work WorkFor(Greenlet greenlet) => tasks.Max(TaskWork.Of);

    protected override bool HasEnded => Ended >= 0;

    private int Ended => Array.FindIndex(tasks, static task => task.IsCompleted);

    protected override int Outcome(Greenlet greenlet)
    {
        greenlet.TakeTimedOut();
        return Ended;
    }

    protected override void Attach(CancellationToken takenBack)
    {
        foreach (var task in tasks) AttachTo(task, takenBack);
    }

    // one continuation has run: the others are taken back
    protected override void Detach(CancellationTokenSource takenBack, Hub hub) => takenBack.Cancel();
}

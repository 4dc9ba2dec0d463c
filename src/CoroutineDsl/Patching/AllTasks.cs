using CoroutineDsl.Runtime;

namespace CoroutineDsl.Patching;

/// <summary>Waits until all of several tasks have ended, one after the other, at most for a time: so they keep nothing of a wait that is given up. Then it does what the blocking call does.</summary>
internal sealed class AllTasks(Task[] tasks, long ticks) : Coroutine<bool>
{
    private long _due;
    private int _next;

    public override FrameLocation Location => new("Task.WaitAll", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = 1;
            if (ticks >= 0) _due = greenlet.Hub.Clock.DueIn(ticks);
        }
        else
        {
            greenlet.End(out bool hasEnded);
            if (!hasEnded) return true;
        }

        for (; _next < tasks.Length; _next++)
        {
            var task = tasks[_next];
            if (task.IsCompleted) continue;
            var left = ticks < 0 ? Timeouts.None : greenlet.Hub.Clock.TicksUntil(_due);
            var end = new Suspension<bool>(new TaskEndSource<Task, bool>(task, task, static (_, hasEnded) => hasEnded), left);
            if (!greenlet.Begin(this, end, out bool isOver)) return false;
            if (!isOver) return true;
        }

        Task.WaitAll(tasks); // throws what they failed with
        Result = true;
        return true;
    }
}

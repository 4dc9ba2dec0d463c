namespace CoroutineDsl.Runtime;

/// <summary>Whether anyone works at a task, as far as .NET tells: it says so of those that have a thread, or stand in line for one.</summary>
internal static class TaskWork
{
    public static Work Of(Task task) => task.Status switch
    {
        TaskStatus.RanToCompletion or TaskStatus.Faulted or TaskStatus.Canceled => Work.UnderWay, // its continuation is on its way
        TaskStatus.WaitingToRun or TaskStatus.Running or TaskStatus.WaitingForChildrenToComplete => Work.UnderWay,
        _ => Work.Promised,
    };
}

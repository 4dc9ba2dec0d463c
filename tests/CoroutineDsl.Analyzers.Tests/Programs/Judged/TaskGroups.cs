// says: 1 True all -1
namespace TaskGroups;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        TaskCompletionSource first = new(), second = new();
        Task[] tasks = [first.Task, second.Task];
        Later(() => second.SetResult());
        Say([|Task.WaitAny(tasks)|]);
        Later(() => first.SetResult());
        Say([|Task.WaitAll(tasks, 60_000)|]);
        [|Task.WaitAll(first.Task, second.Task)|];
        Say("all");
        Say([|Task.WaitAny([new TaskCompletionSource().Task], 5)|]);
        yield break;
    }
}

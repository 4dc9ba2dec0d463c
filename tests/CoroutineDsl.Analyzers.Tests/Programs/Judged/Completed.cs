// says: 1 2 3 4 5 6 7
namespace Completed;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var done = Task.FromResult(1);
        if (done.IsCompletedSuccessfully) Say(done.Result);
        var waited = Later(2);
        yield return waited;
        Say(waited.Result);
        Task<int>[] many = [Later(3), Later(4)];
        Task.WhenAll(many).Await();
        foreach (var task in many) Say(task.Result);
        var first = Task.WhenAny(Later(5)).Await();
        Say(first.Result);
        var polled = Later(6);
        while (!polled.IsCompleted) yield return Sleep(1);
        Say(polled.GetAwaiter().GetResult());
        var value = Later(7).AsValueTask();
        Say(value.IsCompleted ? value.Result : value.Await());
    }

    static async Task<int> Later(int value)
    {
        await Task.Delay(1).ConfigureAwait(false);
        return value;
    }

    static ValueTask<int> AsValueTask(this Task<int> task) => new(task);
}

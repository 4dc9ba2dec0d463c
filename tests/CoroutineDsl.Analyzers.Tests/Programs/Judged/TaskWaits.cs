// says: False True 7 8 9 10 boom
namespace TaskWaits;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var source = new TaskCompletionSource<int>();
        Task<int> task = source.Task;
        Say([|task.Wait(5)|]);
        Later(() => source.SetResult(7));
        Say([|task.Wait(TimeSpan.FromMinutes(1), CancellationToken.None)|]);
        Say([|task.Result|]);
        Say([|Delayed(8).GetAwaiter().GetResult()|]);
        Say([|Delayed(9).ConfigureAwait(false).GetAwaiter().GetResult()|]);
        Say([|new ValueTask<int>(Delayed(10)).Result|]);
        try { [|Fail().GetAwaiter().GetResult()|]; }
        catch (InvalidOperationException e) { Say(e.Message); }
        yield break;
    }

    static async Task<int> Delayed(int value)
    {
        await Task.Delay(2).ConfigureAwait(false);
        return value;
    }

    static async Task Fail()
    {
        await Task.Yield();
        throw new InvalidOperationException("boom");
    }
}

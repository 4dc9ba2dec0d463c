// says: caught 1 finally 2 disposed rethrown filtered
namespace Guards;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        try { [|Fail("caught").Wait()|]; }
        catch (AggregateException e) { Say(e.InnerException!.Message); Say([|One().Result|]); }
        finally { Say("finally"); Say([|One().Result|] + 1); }
        using (new Resource()) [|Thread.Sleep(1)|];
        try
        {
            try { [|Fail("rethrown").GetAwaiter().GetResult()|]; }
            catch (ArgumentException) { Say("never"); }
            finally { [|Thread.Sleep(1)|]; }
        }
        catch (InvalidOperationException e) when (e.Message.Length > 3) { Say(e.Message); }
        var filter = Task.FromResult(true);
        try { throw new FormatException(); }
        catch (FormatException) when (filter.IsCompleted && filter.Result) { Say("filtered"); }
        yield break;
    }

    static async Task<int> One() { await Task.Delay(1); return 1; }

    static async Task Fail(string message) { await Task.Delay(1); throw new InvalidOperationException(message); }

    sealed class Resource : IDisposable { public void Dispose() => Say("disposed"); }
}

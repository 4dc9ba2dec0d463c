// says: False set counted True cancelled
namespace SlimEvents;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var slim = new ManualResetEventSlim();
        using var count = new CountdownEvent(2);
        Say([|slim.Wait(5)|]);
        Later(slim.Set);
        [|slim.Wait()|];
        Say("set");
        Later(() => count.Signal(2));
        [|count.Wait()|];
        Say("counted");
        Say([|count.Wait(TimeSpan.FromMinutes(1))|]);
        slim.Reset();
        using var cancellation = new CancellationTokenSource();
        Later(cancellation.Cancel);
        try { [|slim.Wait(cancellation.Token)|]; }
        catch (OperationCanceledException) { Say("cancelled"); }
        yield break;
    }
}

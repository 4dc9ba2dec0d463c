// says: False False taken True 1
namespace Turnstile;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var semaphore = new SemaphoreSlim(0, 2);
        Say(semaphore.Wait(0)); // never blocks
        Say([|semaphore.Wait(TimeSpan.FromMilliseconds(5))|]);
        Later(() => semaphore.Release(2));
        [|semaphore.Wait()|];
        try { Say("taken"); }
        finally { semaphore.Release(); }
        Say([|semaphore.Wait(1000, CancellationToken.None)|]);
        Say(semaphore.CurrentCount);
        yield break;
    }
}

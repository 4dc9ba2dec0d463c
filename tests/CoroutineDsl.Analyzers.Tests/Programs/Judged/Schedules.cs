// says: tick tick late 2 stopped
namespace Schedules;

// timers, cancellation and async code that live beside coroutines: none of it blocks
public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var i = 0; i < 2; i++) if ({|CORO014:timer.WaitForNextTickAsync()|}.Await()) Say("tick");
        var late = Task.Delay(5).ContinueWith(_ => "late", TaskScheduler.Default);
        [|late.Wait()|];
        Say(late.Result);
        using var cancellation = new CancellationTokenSource();
        var counting = Count(cancellation.Token);
        cancellation.Cancel();
        Say(counting.Await());
        Stop(new CancellationTokenSource()).Await();
        yield break;
    }

    static async Task<int> Count(CancellationToken token)
    {
        try { await Task.Delay(Timeout.Infinite, token).ConfigureAwait(false); }
        catch (OperationCanceledException) { return 2; }
        return 0;
    }

    static async Task Stop(CancellationTokenSource source)
    {
        await source.CancelAsync().ConfigureAwait(false);
        source.Cancel();
        Say("stopped");
    }
}

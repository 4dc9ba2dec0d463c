// says: False True 1 True True signalled
namespace Handles;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var one = new AutoResetEvent(false);
        using var two = new ManualResetEvent(false);
        using var named = new EventWaitHandle(false, EventResetMode.AutoReset);
        Say([|one.WaitOne(5)|]);
        Later(() => one.Set());
        Say([|one.WaitOne(TimeSpan.FromMinutes(1), exitContext: false)|]);
        Later(() => two.Set());
        Say([|WaitHandle.WaitAny([one, two])|]);
        Later(() => one.Set());
        Say([|WaitHandle.WaitAll(new WaitHandle[] { one, two })|]);
        Later(() => named.Set());
        Say([|named.WaitOne()|]);
        Later(() => named.Set());
        if ([|WaitHandle.SignalAndWait(one, named)|]) Say("signalled");
        yield break;
    }
}

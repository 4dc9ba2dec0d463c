// says: False joined True
namespace Joiners;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var gate = new ManualResetEvent(false);
        var thread = new Thread(() => gate.WaitOne());
        thread.Start();
        Say([|thread.Join(5)|]);
        Later(() => gate.Set());
        [|thread.Join()|];
        Say("joined");
        Say([|thread.Join(TimeSpan.FromSeconds(60))|]);
        yield break;
    }
}

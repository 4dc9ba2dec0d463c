// says: spun True
namespace Spinners;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var isSet = false;
        Later(() => Volatile.Write(ref isSet, true));
        [|SpinWait.SpinUntil(() => Volatile.Read(ref isSet))|];
        Say("spun");
        Say([|SpinWait.SpinUntil(() => isSet, 1000)|]);
        Thread.Yield();
        Thread.SpinWait(1);
        yield break;
    }
}

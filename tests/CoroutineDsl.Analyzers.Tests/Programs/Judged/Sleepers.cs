// says: tick tick tock slept-in-catch slept-in-finally 3
namespace Sleepers;

public static partial class Program
{
    static readonly TimeSpan s_nap = TimeSpan.FromMilliseconds(5);

    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        for (var i = 0; i < 2; [|Thread.Sleep(1)|], i++) Say("tick");
        if (DateTime.UtcNow.Year > 1) { [|Thread.Sleep(s_nap)|]; Say("tock"); }
        try { throw new FormatException(); }
        catch (FormatException)
        {
            [|Thread.Sleep(millisecondsTimeout: 1)|];
            Say("slept-in-catch");
        }
        finally
        {
            [|Thread.Sleep(s_nap)|];
            Say("slept-in-finally");
        }
        Say(Naps(3).Await());
        Thread.Sleep(0);
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<int>> Naps(int count)
    {
        var done = 0;
        do [|Thread.Sleep(1)|]; while (++done < count);
        yield return done;
    }
}

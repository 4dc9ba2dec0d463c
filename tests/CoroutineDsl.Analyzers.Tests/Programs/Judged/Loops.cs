// says: 0 1 2 a b 3 done
namespace Loops;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        for (var i = [|Next(0).Result|]; i < [|Next(3).Result|]; i += [|Next(1).Result|]) Say(i);
        foreach (var letter in [|Letters().Result|])
        {
            [|Thread.Sleep(1)|];
            Say(letter);
        }
        var n = 0;
        while ([|Next(n).Result|] < 3) n++;
        Say(n);
        var later = new List<Func<int>>();
        for (var i = 0; i < 2; i++)
        {
            [|Thread.Sleep(1)|];
            later.Add(() => i);
        }
        switch (later.Sum(f => f()))
        {
            case 4 when n == 3:
                [|Thread.Sleep(1)|];
                goto default;
            default:
                Say("done");
                break;
        }
        yield break;
    }

    static async Task<int> Next(int n) { await Task.Yield(); return n; }

    static async Task<string[]> Letters() { await Task.Delay(1); return ["a", "b"]; }
}

// says: 0 1 2 done
namespace Dancers;

public static partial class Program
{
    static readonly Barrier s_barrier = new(2, barrier => Say(barrier.CurrentPhaseNumber));

    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var other = Spawn(Dance());
        Dance().Await();
        other.Get().Await();
        Say("done");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Dance()
    {
        for (var i = 0; i < 3; i++) [|s_barrier.SignalAndWait()|];
        yield break;
    }
}

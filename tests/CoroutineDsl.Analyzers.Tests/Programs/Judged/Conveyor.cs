// says: True 1 False 45 added
namespace Conveyor;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var items = new BlockingCollection<int>(1);
        Later(() => items.Add(1));
        var got = [|items.TryTake(out var first, 60_000)|];
        Say(got);
        Say(first);
        Say(items.TryTake(out _)); // never blocks
        var producer = Spawn(Produce(items));
        var sum = 0;
        foreach (var item in [|items.GetConsumingEnumerable()|]) sum += item;
        Say(sum);
        producer.Get().Await();
        using var full = new BlockingCollection<string>(1) { "x" };
        Later(() => full.Take());
        [|full.Add("y")|];
        Say("added");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Produce(BlockingCollection<int> items)
    {
        for (var i = 0; i < 10; i++) [|items.Add(i)|];
        items.CompleteAdding();
        yield break;
    }
}

// says: worker:1 worker:2 derived-3 struct-4
namespace Instances;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var worker = new Worker<int>("worker");
        foreach (var n in new[] { 1, 2 }) Say(worker.Do(n).Await());
        Say(new Derived().Do(3).Await());
        Say(new Point(4).Do().Await());
        yield break;
    }
}

partial class Worker<T>(string name) where T : notnull
{
    private readonly SemaphoreSlim _turn = new(0);

    [Coroutine]
    public virtual IEnumerator<Yield<string>> Do(T item)
    {
        Later(() => _turn.Release());
        [|_turn.Wait()|];
        yield return $"{name}:{item}";
    }
}

partial class Derived() : Worker<int>("derived")
{
    [Coroutine]
    public override IEnumerator<Yield<string>> Do(int item)
    {
        [|Thread.Sleep(1)|];
        var text = base.Do(item).Await();
        yield return text.Replace(':', '-');
    }
}

readonly partial struct Point(int x)
{
    private int X { get; } = x;

    [Coroutine]
    public IEnumerator<Yield<string>> Do()
    {
        [|Task.Delay(1).Wait()|];
        yield return $"struct-{X}";
    }
}

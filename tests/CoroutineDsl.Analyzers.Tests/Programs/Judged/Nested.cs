// says: lambda local query async 3
namespace Nested;

public static partial class Program
{
    // nested functions run who knows where: none of them is the coroutine
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        Action lambda = () => { Thread.Sleep(1); Say("lambda"); };
        Task.Run(lambda).Await();
        void Local() { Thread.Sleep(1); Say("local"); }
        Task.Run(Local).Await();
        var lazy = from x in new[] { 1 } let y = Nap(x) select y;
        Task.Run(() => lazy.ToList()).Await();
        Func<Task> asynchronous = async () => { await Task.Delay(1); Say("async"); };
        asynchronous().Await();
        var threads = Enumerable.Range(0, 3).Select(_ => Task.Run(() => { Thread.Sleep(1); return 1; })).ToArray();
        Say(Task.WhenAll(threads).Await().Sum());
        _ = nameof(Thread.Sleep);
        Action<int> group = Thread.Sleep;
        _ = group;
        yield break;
    }

    static int Nap(int x)
    {
        Thread.Sleep(x);
        Say("query");
        return x;
    }

    static IEnumerable<int> NoCoroutine() { Thread.Sleep(1); yield return 1; }
}

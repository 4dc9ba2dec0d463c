// Greenlets as a group: to be joined together, and to map over.
// gevent: gevent.pool.Group; map, imap_unordered.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Groups
{
    [Coroutine]
    static IEnumerator<Yield> Talk(string message)
    {
        for (var i = 0; i < 2; i++)
        {
            Console.WriteLine(message);
            yield return Sleep(0);
        }
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Intensive(int n)
    {
        yield return Sleep(TimeSpan.FromSeconds(3 - n));
        yield return $"task {n}";
    }

    public static void Main()
    {
        var group = new Group();
        group.Add(Spawn(Talk("bar")));
        group.Add(Spawn(Talk("foo")));
        group.Join().Await();
        Console.WriteLine($"Size of group {group.Count}");

        Console.WriteLine("Ordered");
        foreach (var result in group.IMap(n => Intensive(n), Enumerable.Range(0, 3)))
            Console.WriteLine(result);

        Console.WriteLine("Unordered");
        foreach (var result in group.IMapUnordered(n => Intensive(n), Enumerable.Range(0, 3)))
            Console.WriteLine(result);

        string[] all = group.Map(n => Intensive(n), Enumerable.Range(0, 3)).Await();
        Console.WriteLine(string.Join(", ", all));
    }
}

// Output:
// bar
// foo
// bar
// foo
// Size of group 0
// Ordered
// task 0
// task 1
// task 2
// Unordered
// task 2
// task 1
// task 0
// task 0, task 1, task 2

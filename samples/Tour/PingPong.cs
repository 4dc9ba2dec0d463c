// Two greenlets that switch to one another, with no hub between them.
// greenlet: the first example of its documentation, which prints 12, 56, 34; and a rally that passes a value.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class PingPong
{
    static Greenlet s_one = null!, s_two = null!;

    [Coroutine]
    static IEnumerator<Yield> Test1()
    {
        Console.WriteLine(12);
        yield return s_two.Switch();
        Console.WriteLine(34);
    }

    [Coroutine]
    static IEnumerator<Yield> Test2()
    {
        Console.WriteLine(56);
        yield return s_one.Switch();
        Console.WriteLine(78);              // nobody switches here again
    }

    [Coroutine]
    static IEnumerator<Yield> Player(string stroke, Func<Greenlet> opponent)
    {
        int hits = Receive<int>().Await();
        while (hits < 4)
        {
            Console.WriteLine($"{stroke} {hits}");
            hits = (int)opponent().Switch(hits + 1).Await()!;
        }

        Console.WriteLine($"{stroke} lets it go");
        yield break;
    }

    public static void Main()
    {
        s_one = Create(Test1());
        s_two = Create(Test2());
        s_one.Switch().Await();

        s_one = Create(Player("ping", () => s_two));
        s_two = Create(Player("pong", () => s_one));
        s_one.Switch(0).Await();
    }
}

// Output:
// 12
// 56
// 34
// ping 0
// pong 1
// ping 2
// pong 3
// ping lets it go

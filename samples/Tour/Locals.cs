// A value that each greenlet has its own of.
// gevent: gevent.local.local.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Locals
{
    static readonly CoLocal<int> X = new();
    static readonly CoLocal<int> Y = new();

    [Coroutine]
    static IEnumerator<Yield> F1()
    {
        X.Value = 1;
        yield return Sleep(0);
        Console.WriteLine(X.Value);
    }

    [Coroutine]
    static IEnumerator<Yield> F2()
    {
        Y.Value = 2;
        yield return Sleep(0);
        Console.WriteLine(Y.Value);
        if (!X.HasValue) Console.WriteLine("x is not local to f2");
    }

    public static void Main()
    {
        JoinAll(Spawn(F1()), Spawn(F2())).Await();
    }
}

// Output:
// 1
// 2
// x is not local to f2

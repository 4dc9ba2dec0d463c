using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using CoroutineDsl;
using CoroutineDsl.Oracle;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Oracle.Common;
using static CoroutineDsl.Oracle.Script;

namespace Bodies;

public static partial class Closures
{
    [Coroutine]
    public static IEnumerator<Yield> CapturedLocal()
    {
        var n = 1;
        Action bump = () => n++;
        bump();
        Step(n).Await();
        bump();
        Log($"{n}");
        n = 10;
        bump();
        yield return Step(n);
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedLoopVariable()
    {
        var actions = new List<Func<int>>();
        for (var i = 0; i < 3; i++)
        {
            Step(i).Await();
            actions.Add(() => i);
        }
        foreach (var action in actions)
            Log($"{action()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedPerIteration()
    {
        var actions = new List<Func<int>>();
        for (var i = 0; i < 3; i++)
        {
            var copy = i;
            actions.Add(() => copy++);
            Step(copy).Await();
            actions[^1]();
            Log($"{copy}");
        }
        foreach (var action in actions)
            Log($"{action()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedInNestedScopes()
    {
        var actions = new List<Action>();
        var outer = 0;
        while (outer < 2)
        {
            var middle = outer * 10;
            for (var inner = 0; inner < 2; inner++)
            {
                var all = inner;
                Step($"{outer} {middle} {inner}").Await();
                actions.Add(() => Log($"{outer} {middle++} {inner} {all++}"));
            }
            actions[^1]();
            outer++;
        }
        foreach (var action in actions)
            action();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedByWaitlessScope()
    {
        Step(1).Await();
        var total = 0;
        foreach (var x in new[] { 1, 2, 3 })
        {
            Action add = () => total += x;
            add();
        }
        Step(total).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedParameter()
    {
        WithParameter(5).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> WithParameter(int n)
    {
        Func<int> next = () => ++n;
        Step(next()).Await();
        n = 20;
        Log($"{next()} {n}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedCatchVariable()
    {
        Func<string>? message = null;
        try
        {
            Fail("failure").Await();
        }
        catch (InvalidOperationException e)
        {
            message = () => e.Message;
            Step(1).Await();
        }
        Log(message?.Invoke() ?? "none");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedPatternVariable()
    {
        var actions = new List<Action>();
        foreach (object o in new object[] { 1, "two", 3 })
            if (o is int n)
            {
                Step(n).Await();
                actions.Add(() => Log($"{n++}"));
                actions.Add(() => Log($"{n}"));
            }
        actions.ForEach(a => a());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedOutVariable()
    {
        int.TryParse(Value("5").Await(), out var n);
        Action bump = () => n++;
        Step(n).Await();
        bump();
        Log($"{n}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LocalFunctions()
    {
        var count = 0;
        int Next() => ++count;
        int Add(int a, int b = 2) => a + b + count;
        static int Square(int n) => n * n;
        Step(Next()).Await();
        Log($"{Next()} {Add(1)} {Square(3)}");
        count = 10;
        yield return Step(Next());
        Log($"{Later()}");

        string Later() => $"later {count}";
    }

    [Coroutine]
    public static IEnumerator<Yield> RecursiveLocalFunction()
    {
        int Fib(int n) => n < 2 ? n : Fib(n - 1) + Fib(n - 2);
        Step(Fib(5)).Await();
        Log($"{Fib(Value(10).Await())}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LocalFunctionInLoop()
    {
        var actions = new List<Action>();
        for (var i = 0; i < 2; i++)
        {
            var n = i;
            void Print() => Log($"{n++} of {i}");
            Step(i).Await();
            Print();
            actions.Add(Print);
        }
        actions.ForEach(a => a());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> GenericLocalFunction()
    {
        var prefix = Value("p").Await();
        string Show<T>(T value) where T : notnull => $"{prefix}:{value}";
        Step(Show(1)).Await();
        Log(Show("a") + Show(2.5));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LocalIterator()
    {
        var limit = 3;
        IEnumerable<int> Numbers()
        {
            for (var i = 0; i < limit; i++)
                yield return i;
        }
        Step(1).Await();
        foreach (var n in Numbers())
        {
            Step(n).Await();
            limit = 2;
        }
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LambdaReturningLambda()
    {
        var seed = Value(1).Await();
        Func<int, Func<int, int>> adder = a => b => a + b + seed;
        Step(1).Await();
        seed = 100;
        Log($"{adder(1)(2)}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> LambdaWithStatements()
    {
        var log = new List<string>();
        Action<int> work = n =>
        {
            for (var i = 0; i < n; i++)
            {
                if (i == 1) continue;
                log.Add($"{i}");
            }
        };
        work(3);
        Step(1).Await();
        work(2);
        Log(Run.Text(log));
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturesInGotoLoop()
    {
        var actions = new List<Action>();
        var i = 0;
    again:
        {
            var n = i;
            actions.Add(() => Log($"{n}"));
            Step(n).Await();
        }
        if (++i < 3) goto again;
        actions.ForEach(a => a());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> CapturedAcrossSwitchSections()
    {
        Action? action = null;
        for (var i = 0; i < 2; i++)
            switch (i)
            {
                case 0:
                    var n = 5;
                    action = () => Log($"{n++}");
                    Step(n).Await();
                    break;
                case 1:
                    n = 7;
                    Step(n).Await();
                    break;
            }
        action!();
        yield break;
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

/// <summary>Factories of streams that coroutines call by name: what is around the call is typed as if they had been written by hand.</summary>
public sealed partial class NamedFactoryTests : HubTest
{
    [Fact]
    public void In_locals_operators_queries_arguments_and_lambdas()
    {
        using var hub = Start(new HubOptions { MaxParkedThreads = 0 }); // un-lowered, it would throw
        Spawn(Names(), "test").Await();
        Assert.Equal("local 0 1 2, operators 2 4, query 10 30, argument 3, lambda 0 1, of another type 7 8, generic x y, kept 0 1, list 0 1 2, first 0, choice 0, instance 5 enumerator 1 2 tuple 0 1 conditional 0 null,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Names()
    {
        Add("local");
        var stream = TicksCoroutine(3);
        foreach (var i in stream) Add(i < 2 ? $"{i}" : $"{i},");

        Add("operators");
        foreach (var i in TicksCoroutine(5).Where(i => i % 2 == 1).Select(i => i + 1)) Add(i < 4 ? $"{i}" : $"{i},");

        Add("query");
        foreach (var i in from i in TicksCoroutine(4) where i % 2 == 1 select i * 10) Add(i < 30 ? $"{i}" : $"{i},");

        Add($"argument {Total(TicksCoroutine(3)).Await()},");

        Add("lambda");
        Func<CoEnumerable<int>> make = () => TicksCoroutine(2);
        foreach (var i in make()) Add(i < 1 ? $"{i}" : $"{i},");

        Add("of another type");
        foreach (var i in Others.FromCoroutine(7).Take(2)) Add(i < 8 ? $"{i}" : $"{i},");

        Add("generic");
        foreach (var text in EachCoroutine("x", "y").Skip(0)) Add(text == "x" ? text : $"{text},");

        CoEnumerable<int> kept = TicksCoroutine(2);
        Add("kept");
        foreach (var i in kept) Add(i < 1 ? $"{i}" : $"{i},");

        var list = TicksCoroutine(3).ToList().Await();
        Add($"list {string.Join(' ', list)}, first {TicksCoroutine(3).First().Await()},");

        using (var steps = TicksCoroutine(1).GetEnumerator())
        {
            var choice = Choose(steps.Step(), Sleep(1000)).Await();
            Add($"choice {choice.Index},");
        }

        Add("instance");
        foreach (var i in this.OwnCoroutine(5).Take(1)) Add($"{i}");
        Add("enumerator");
        using (var two = TwoCoroutine())
        {
            while (two.Step().Await()) Add($"{two.Current}");
        }

        var (one, other) = (TicksCoroutine(1), TicksCoroutine(2));
        Add("tuple");
        foreach (var i in one.Concat(other.Skip(1))) Add($"{i}");

        NamedFactoryTests? nobody = null, somebody = this;
        Add("conditional");
        if (somebody?.OwnCoroutine(0) is { } own) Add($"{own.First().Await()}");
        Add(nobody?.OwnCoroutine(0) is null ? "null," : "something,");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Total(CoEnumerable<int> stream)
    {
        var sum = 0;
        foreach (var i in stream) sum += i;
        yield return sum;
    }

    [Coroutine]
    private static IEnumerable<int> Ticks(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Sleep(10).Await();
            yield return i;
        }
    }

    [Coroutine]
    private static IEnumerable<T> Each<T>(params T[] values)
    {
        foreach (var value in values)
        {
            Sleep(1).Await();
            yield return value;
        }
    }

    [Coroutine]
    private IEnumerable<int> Own(int first)
    {
        for (var i = first; ; i++)
        {
            Sleep(1).Await();
            yield return i;
        }
    }

    [Coroutine]
    private static IEnumerator<int> Two()
    {
        yield return 1;
        Sleep(1).Await();
        yield return 2;
    }

    private static partial class Others
    {
        [Coroutine]
        internal static IEnumerable<int> From(int first)
        {
            // it calls its own factory by name
            Sleep(1).Await();
            yield return first;
            foreach (var i in FromCoroutine(first + 1).Take(5)) yield return i;
        }
    }
}

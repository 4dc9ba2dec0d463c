using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <content>Several coroutines, each in a greenlet of its own, as one wait.</content>
public partial class Greenlet
{
    /// <summary>
    /// Runs coroutines, each in a greenlet of its own, until the first has ended. The others are killed, and their end is waited for: nothing is left running. Unlike
    /// <see cref="Choose{T1, T2}(Suspension{T1}, Suspension{T2}, bool)"/>, losers may have done a part of their work.
    /// </summary>
    /// <returns>Which it was, and its result. If it failed, that is thrown.</returns>
    /// <remarks>A kill or a deadline ends all of them. Nothing runs before it is awaited.</remarks>
    /// <exception cref="ArgumentException">There is none to run.</exception>
    public static Suspension<Choice<T>> Race<T>(params IEnumerator<Yield<T>>[] coroutines)
    {
        CheckRunners(coroutines);
        return Waitables.From(RunRaceCoroutine(coroutines));
    }

    /// <inheritdoc cref="Race{T}(IEnumerator{Yield{T}}[])"/>
    public static Suspension<Choice<Unit>> Race(params IEnumerator<Yield>[] coroutines)
    {
        CheckRunners(coroutines);
        return Waitables.From(RunRaceCoroutine(coroutines));
    }

    /// <summary>
    /// Runs two coroutines at once, and waits for both results: <c>var (user, orders) = All(User(id), Orders(id)).Await();</c>. If one fails, the other is killed and waited for, and the failure is thrown.
    /// </summary>
    /// <remarks>A kill or a deadline ends both. Nothing runs before it is awaited.</remarks>
    public static Suspension<(T1, T2)> All<T1, T2>(IEnumerator<Yield<T1>> first, IEnumerator<Yield<T2>> second)
    {
        CheckRunners<object>([first, second]);
        return Waitables.From(RunBothCoroutine(first, second));
    }

    /// <summary>Runs three coroutines at once, and waits for all results, as <see cref="All{T1, T2}(IEnumerator{Yield{T1}}, IEnumerator{Yield{T2}})"/>.</summary>
    public static Suspension<(T1, T2, T3)> All<T1, T2, T3>(IEnumerator<Yield<T1>> first, IEnumerator<Yield<T2>> second, IEnumerator<Yield<T3>> third)
    {
        CheckRunners<object>([first, second, third]);
        return Waitables.From(RunThreeCoroutine(first, second, third));
    }

    /// <summary>Runs coroutines at once, and waits for all results, in order, as <see cref="All{T1, T2}(IEnumerator{Yield{T1}}, IEnumerator{Yield{T2}})"/>.</summary>
    public static Suspension<T[]> All<T>(IEnumerable<IEnumerator<Yield<T>>> coroutines)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        return Waitables.From(RunAllCoroutine(coroutines));
    }

    /// <summary>Runs coroutines without results at once, and waits for all, as <see cref="All{T1, T2}(IEnumerator{Yield{T1}}, IEnumerator{Yield{T2}})"/>.</summary>
    public static Suspension All(params IEnumerator<Yield>[] coroutines)
    {
        ArgumentNullException.ThrowIfNull(coroutines);
        return Waitables.From(RunUntypedCoroutine(coroutines));
    }

    /// <summary>Waits for the results of two greenlets. If one fails, that is thrown, and the other runs on.</summary>
    public static Suspension<(T1, T2)> All<T1, T2>(Greenlet<T1> first, Greenlet<T2> second)
    {
        CheckRunners<object>([first, second]);
        return Waitables.From(BothCoroutine(first, second));
    }

    /// <summary>Waits for the results of three greenlets. If one fails, that is thrown, and the others run on.</summary>
    public static Suspension<(T1, T2, T3)> All<T1, T2, T3>(Greenlet<T1> first, Greenlet<T2> second, Greenlet<T3> third)
    {
        CheckRunners<object>([first, second, third]);
        return Waitables.From(ThreeCoroutine(first, second, third));
    }

    [Coroutine]
    private static IEnumerator<Yield<Choice<T>>> RunRace<T>(IEnumerator<Yield<T>>[] coroutines)
    {
        var runners = SpawnAll(coroutines, coroutine => coroutine);
        var first = First(runners).Await();
        yield return new Choice<T>(Array.IndexOf(runners, first), ((Greenlet<T>)first).Get().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield<Choice<Unit>>> RunRace(IEnumerator<Yield>[] coroutines)
    {
        var runners = SpawnAll(coroutines, coroutine => coroutine);
        var first = First(runners).Await();
        first.Get().Await();
        yield return new Choice<Unit>(Array.IndexOf(runners, first), default);
    }

    /// <summary>The first to end; the others have been killed.</summary>
    [Coroutine]
    private static IEnumerator<Yield<Greenlet>> First(Greenlet[] runners)
    {
        try
        {
            var first = Wait(runners, count: 1).Await()[0];
            first.State.Observe(); // who waits gets it
            Coroutine.SetResult(first);
        }
        finally
        {
            KillAll(runners).Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<(T1, T2)>> RunBoth<T1, T2>(IEnumerator<Yield<T1>> first, IEnumerator<Yield<T2>> second)
    {
        var (one, two) = (Spawn(first), Spawn(second));
        Together(one, two).Await();
        yield return (one.Result, two.Result);
    }

    [Coroutine]
    private static IEnumerator<Yield<(T1, T2, T3)>> RunThree<T1, T2, T3>(IEnumerator<Yield<T1>> first, IEnumerator<Yield<T2>> second, IEnumerator<Yield<T3>> third)
    {
        var (one, two, three) = (Spawn(first), Spawn(second), Spawn(third));
        Together(one, two, three).Await();
        yield return (one.Result, two.Result, three.Result);
    }

    [Coroutine]
    private static IEnumerator<Yield<T[]>> RunAll<T>(IEnumerable<IEnumerator<Yield<T>>> coroutines)
    {
        var runners = SpawnAll(coroutines, coroutine => coroutine);
        Together(runners).Await();
        yield return Array.ConvertAll(runners, runner => runner.Result);
    }

    [Coroutine]
    private static IEnumerator<Yield> RunUntyped(IEnumerator<Yield>[] coroutines)
    {
        Together(SpawnAll(coroutines, coroutine => coroutine)).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Together(params Greenlet[] runners)
    {
        try
        {
            JoinAll(runners, raiseError: true).Await();
        }
        finally
        {
            KillAll(runners).Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<(T1, T2)>> Both<T1, T2>(Greenlet<T1> first, Greenlet<T2> second)
    {
        JoinAll([first, second], raiseError: true).Await();
        yield return (first.Result, second.Result);
    }

    [Coroutine]
    private static IEnumerator<Yield<(T1, T2, T3)>> Three<T1, T2, T3>(Greenlet<T1> first, Greenlet<T2> second, Greenlet<T3> third)
    {
        JoinAll([first, second, third], raiseError: true).Await();
        yield return (first.Result, second.Result, third.Result);
    }

    private static void CheckRunners<T>(T[] runners)
    {
        ArgumentNullException.ThrowIfNull(runners);
        if (runners.Length == 0) throw new ArgumentException("There is nothing to run.", nameof(runners));
        foreach (var runner in runners) ArgumentNullException.ThrowIfNull(runner, nameof(runners));
    }
}

using System.Reflection;

namespace CoroutineDsl.Oracle;

/// <summary>Runs a coroutine as a greenlet on a hub of its own.</summary>
internal static class HubRunner
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Outcome Run(Func<Coroutine> make, Injection injection, int at)
    {
        lock (Oracle.Run.Gate)
        {
            // a hub belongs to a thread
            Outcome? outcome = null;
            var thread = new Thread(() => outcome = RunHere(make, injection, at)) { IsBackground = true };
            thread.Start();
            return thread.Join(Longest) ? outcome! : new Outcome("(hangs)", 0);
        }
    }

    /// <summary>An iterator of any kind as a coroutine.</summary>
    public static Coroutine AsCoroutine(object iterator)
    {
        if (iterator is Coroutine coroutine) return coroutine;
        // what C# makes of an IEnumerable method is an IEnumerator too, though not one to use before GetEnumerator
        if (iterator is IEnumerable<Yield> plains) return Coroutine.FromIterator(plains.GetEnumerator());
        if (iterator is IEnumerator<Yield> plain) return Coroutine.FromIterator(plain);
        var sequence = iterator.GetType().GetInterfaces().Where(i => i.IsGenericType && i.GenericTypeArguments[0] is { IsGenericType: true } element
            && element.GetGenericTypeDefinition() == typeof(Yield<>)).MaxBy(i => i.GetGenericTypeDefinition() == typeof(IEnumerable<>))!;
        var method = sequence.GetGenericTypeDefinition() == typeof(IEnumerator<>) ? nameof(FromEnumerator) : nameof(FromEnumerable);
        return (Coroutine)typeof(HubRunner).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(sequence.GenericTypeArguments[0].GenericTypeArguments[0]).Invoke(null, [iterator])!;
    }

    private static Coroutine FromEnumerator<T>(IEnumerator<Yield<T>> iterator) => Coroutine.FromIterator(iterator);

    private static Coroutine FromEnumerable<T>(IEnumerable<Yield<T>> iterator) => Coroutine.FromIterator(iterator.GetEnumerator());

    private static Outcome RunHere(Func<Coroutine> make, Injection injection, int at)
    {
        var run = Oracle.Run.Current = new Run(injection, at);
        try
        {
            var greenlet = Greenlet.Spawn(make());
            greenlet.Link(_ => { }); // failures are looked at here, not reported
            greenlet.Join().Await();
            return Outcome.Of(run, greenlet.Exception is { } failure ? Outcome.Failure(failure)
                : greenlet.Value is GreenletExit exit ? Outcome.Failure(exit) : Outcome.Value(greenlet.Value));
        }
        catch (Exception e)
        {
            return Outcome.Of(run, $"!! outside: {Oracle.Run.Text(e)}");
        }
    }
}

using static CoroutineDsl.Oracle.Common;

namespace CoroutineDsl.Oracle;

/// <summary>What coroutine bodies wait for. <see cref="AsyncScript"/> has the same members for their <c>async</c> twins.</summary>
public static partial class Script
{
    /// <summary>A wait that suspends.</summary>
    public static Suspension Step(object? name)
    {
        Log($"step {Run.Text(name)}");
        return Run.Current.Suspend() is var injection and not Injection.None ? Disturbed<int>(injection) : Greenlet.Sleep(TimeSpan.Zero);
    }

    /// <summary>A wait that suspends and has a value.</summary>
    public static Suspension<T> Value<T>(T value)
    {
        Log($"value {Run.Text(value)}");
        return Run.Current.Suspend() is var injection and not Injection.None ? Disturbed<T>(injection) : Greenlet.Spawn(Give(value)).Get();
    }

    /// <summary>A task that is not completed yet.</summary>
    public static Task<T> Later<T>(T value)
    {
        Log($"later {Run.Text(value)}");
        var completion = new TaskCompletionSource<T>();
        switch (Run.Current.Suspend())
        {
            case Injection.None: Greenlet.Spawn(Act(() => completion.SetResult(value))); break;
            case Injection.Throw: Greenlet.Spawn(Act(() => completion.SetException(new InjectedException()))); break;
            case var exit: Interrupt(exit); break;
        }
        return completion.Task;
    }

    /// <summary>A task without a value that is not completed yet.</summary>
    public static Task LaterStep(object? name) => Later(name);

    /// <summary>A wait that is over at once, with a value.</summary>
    public static ValueTask<T> Now<T>(T value)
    {
        Log($"now {Run.Text(value)}");
        return new ValueTask<T>(value);
    }

    /// <summary>A wait that is over at once.</summary>
    public static ValueTask NowStep(object? name)
    {
        Log($"now {Run.Text(name)}");
        return default;
    }

    /// <summary>A nested coroutine of the library's own, with two waits in it.</summary>
    public static IEnumerator<Yield<T>> Child<T>(T value)
    {
        Log($"child {Run.Text(value)}");
        yield return Step("in child");
        yield return value;
    }

    /// <summary>A wait that suspends and then fails.</summary>
    public static Suspension Fail(string message) => Fail<int>(message);

    /// <summary>A wait for a value that suspends and then fails.</summary>
    public static Suspension<T> Fail<T>(string message)
    {
        Log($"fail {message}");
        return Run.Current.Suspend() is var injection and not Injection.None
            ? Disturbed<T>(injection)
            : Failing<T>(new InvalidOperationException(message));
    }

    /// <summary>A task that has failed already.</summary>
    public static Task<T> FailNow<T>(string message)
    {
        Log($"fail now {message}");
        return Task.FromException<T>(new InvalidOperationException(message));
    }

    /// <summary>A sequence whose every step suspends.</summary>
    public static CoEnumerable<T> Stream<T>(params T[] items) => new Items<T>(items);

    private static Suspension<T> Disturbed<T>(Injection injection)
    {
        if (injection == Injection.Throw) return Failing<T>(new InjectedException());
        Interrupt(injection);
        return Greenlet.Spawn(Never<T>()).Get();
    }

    private static Suspension<T> Failing<T>(Exception exception)
    {
        var greenlet = Greenlet.Spawn(FailLater<T>(exception));
        greenlet.Link(_ => { }); // nobody may come to wait for it: that is not to be reported
        return greenlet.Get();
    }

    private static void Interrupt(Injection injection)
    {
        var greenlet = Greenlet.Current;
        if (injection == Injection.Kill) Greenlet.Spawn(Act(() => greenlet.Kill()));
        else CoTimeout.Start(TimeSpan.Zero);
    }

    private static IEnumerator<Yield<T>> Give<T>(T value)
    {
        yield return Greenlet.Sleep(TimeSpan.Zero);
        Coroutine.SetResult(value);
    }

    private static IEnumerator<Yield<T>> FailLater<T>(Exception exception)
    {
        yield return Greenlet.Sleep(TimeSpan.Zero);
        throw exception;
    }

    private static IEnumerator<Yield<T>> Never<T>()
    {
        yield return Greenlet.Sleep(Timeout.InfiniteTimeSpan);
    }

    private static IEnumerator<Yield> Act(Action action)
    {
        yield return Greenlet.Sleep(TimeSpan.Zero);
        action();
    }

    private sealed class Items<T>(T[] items) : CoEnumerable<T>
    {
        public override CoEnumerator<T> GetEnumerator()
        {
            Log("enumerate stream");
            return new Enumerator(items);
        }

        private sealed class Enumerator(T[] items) : CoEnumerator<T>
        {
            private int _at = -1;

            public override T Current => items[_at];

            public override Suspension<bool> Step() => Value(++_at < items.Length);

            public override void Dispose()
            {
                Log("dispose stream");
                base.Dispose();
            }
        }
    }
}

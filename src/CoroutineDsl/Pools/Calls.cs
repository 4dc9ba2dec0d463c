using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>What users give a group to run, as coroutines.</summary>
internal static class Calls
{
    public static Func<T, Coroutine<TResult>> Of<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return item => Coroutine.FromIterator(function(item));
    }

    public static Func<T, Coroutine<bool>> Of<T>(Func<T, IEnumerator<Yield>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return item => new Done(Coroutine.FromIterator(function(item)));
    }

    public static Func<T, Coroutine<TResult>> Of<T, TResult>(Func<T, Suspension<TResult>> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return item => new MadeWaitCoroutine<TResult>(() => function(item));
    }

    public static Func<T, Coroutine<TResult>> Of<T, TResult>(Func<T, TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return item => new Plain<TResult>(() => function(item), function.Method.Name);
    }

    public static Coroutine<TResult> Of<TResult>(Func<TResult> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Plain<TResult>(function, function.Method.Name);
    }

    /// <summary>Calls a function on a thread that has no hub, where no wait of one can begin.</summary>
    /// <exception cref="InvalidOperationException">It gives a wait.</exception>
    public static T ValueOf<T>(Func<T> function)
    {
        var value = function();
        if (value is not (Suspension or IUntypedSuspension)) return value;
        throw new InvalidOperationException($"The function '{function.Method.Name}' gave a wait, which nobody would begin on a thread of a WorkerPool: let a Group or a Pool run it, or wait in it, with Await(), for what is made there.");
    }

    /// <summary>A plain function. A wait that it gives is waited for.</summary>
    private sealed class Plain<T>(Func<T> function, string name) : Coroutine<T>
    {
        public override FrameLocation Location => new(name, 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End();
                return true;
            }

            Result = function();
            if (Result is IEnumerator<Yield>) throw new InvalidOperationException($"The function '{name}' gave a coroutine, which nobody would run: its result type must say so, IEnumerator<Yield<T>>.");
            if (Result is not Suspension wait) return true;
            State = 1;
            Result = default!; // a wait that is over
            return greenlet.Begin(this, wait);
        }
    }

    /// <summary>A coroutine without a result.</summary>
    private sealed class Done(Coroutine coroutine) : Coroutine<bool>
    {
        public override FrameLocation Location => coroutine.Location;

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                Runtime.LoweredCode.End(greenlet);
                return true;
            }

            State = 1;
            return Runtime.LoweredCode.Begin(greenlet, this, coroutine);
        }
    }
}

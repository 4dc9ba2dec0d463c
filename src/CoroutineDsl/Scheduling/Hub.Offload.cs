namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>Runs a function on the thread pool and waits for its value; the hub goes on meanwhile. It starts where it is waited for, and its exception is thrown there. Where the wait is given up, it goes on.</summary>
    public Suspension<T> Offload<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Runtime.Waitables.From(new OffloadCall<T>(this, function));
    }

    /// <inheritdoc cref="Offload{T}(Func{T})"/>
    public Suspension Offload(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Offload(() =>
        {
            action();
            return true;
        });
    }

    private sealed class OffloadCall<T>(Hub hub, Func<T> function) : Coroutine<T>
    {
        public override FrameLocation Location => new("Offload", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                Runtime.LoweredCode.End(greenlet, out Result);
                return true;
            }

            State = 1;
            hub.CheckThread();
            return Runtime.LoweredCode.Begin(greenlet, this, Task.Run(function), out Result);
        }
    }
}

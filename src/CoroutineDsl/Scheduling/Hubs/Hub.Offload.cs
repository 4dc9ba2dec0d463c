namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>Runs a function on the thread pool and waits for its value; the hub goes on meanwhile. It starts where it is waited for, and its exception is thrown there. Where the wait is given up, it goes on.</summary>
    public Suspension<T> Offload<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Runtime.Waitables.From(new OffloadCall<T>(this, null, function));
    }

    /// <summary>As <see cref="Offload{T}(Func{T})"/>, and those for one object run one after the other, in the order in which they were waited for: for what is not made for several threads at a time.</summary>
    /// <param name="owner">The object; on any hub.</param>
    /// <param name="function">What is called.</param>
    public Suspension<T> Offload<T>(object owner, Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(function);
        return Runtime.Waitables.From(new OffloadCall<T>(this, owner, function));
    }

    /// <inheritdoc cref="Offload{T}(object, Func{T})" path="/*[not(self::param)]"/>
    /// <param name="owner">The object; on any hub.</param>
    /// <param name="action">What is called.</param>
    public Suspension Offload(object owner, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Offload(owner, () =>
        {
            action();
            return true;
        });
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

    private sealed class OffloadCall<T>(Hub hub, object? owner, Func<T> function) : Coroutine<T>
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
            return Runtime.LoweredCode.Begin(greenlet, this, owner is null ? Task.Run(function) : OffloadLine.Run(owner, function), out Result);
        }
    }
}

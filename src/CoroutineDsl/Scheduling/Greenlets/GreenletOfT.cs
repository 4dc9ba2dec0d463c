using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A greenlet with a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public sealed class Greenlet<T> : Greenlet
{
    private GetSource? _get;

    internal Greenlet(Hub hub, Coroutine<T> root)
        : base(hub, root)
    {
    }

    /// <summary>The result; <c>default</c> while it runs, after a failure, and where it was killed.</summary>
    public new T? Value => IsSuccessful ? Result : default;

    internal T Result => ((Coroutine<T>)Leaf!).Result;

    /// <summary>Waits until the greenlet has ended and gives its result. Throws its failure, every time it is asked.</summary>
    /// <exception cref="GreenletKilledException">It was killed, and has no result (from the wait).</exception>
    /// <exception cref="CoTimeoutException">The timeout has passed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public new Suspension<T> Get(TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        return new Suspension<T>(ticks < 0 ? _get ??= new GetSource(this, default) : new GetSource(this, new TimeSpan(ticks)), ticks);
    }

    /// <inheritdoc cref="Get(TimeSpan?)"/>
    /// <param name="milliseconds">How long to wait at most.</param>
    public new Suspension<T> Get(int milliseconds) => Get(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits here until the greenlet has ended and gives its result; throws its failure.</summary>
    /// <exception cref="GreenletKilledException">It was killed, and has no result.</exception>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public new T Await() => Baton.Wait(Get());

    /// <summary>Makes the greenlet awaitable from <c>async</c> code, on any thread.</summary>
    public new TaskAwaiter<T> GetAwaiter() => AsTask().GetAwaiter();

    /// <summary>The greenlet's outcome as a task: its result, its failure, or cancelled where it was killed; an <see cref="ObjectDisposedException"/> where its hub is disposed of before it has ended. Any thread.</summary>
    public new Task<T> AsTask()
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEndOrDisposal(greenlet => greenlet.Settle(completion, ((Greenlet<T>)greenlet).Value!));
        return completion.Task;
    }

    /// <summary>Waits for the end, and gives or throws the outcome.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class GetSource(Greenlet<T> target, TimeSpan timeout) : WaitSource<T>
    {
        internal override bool Try(Greenlet greenlet, object? state, long argument) => target.HasEndedFor(greenlet);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => target.BeginJoin(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => target.Extras!.Waiters.Remove(greenlet);

        internal override T Take(Greenlet greenlet)
        {
            if (greenlet.TakeTimedOut()) throw new CoTimeoutException(timeout);
            target.ThrowIfNoResult();
            return target.Result;
        }

        internal override string Describe(Greenlet greenlet) => $"the result of {target.Name}";

        internal override Greenlet? OwnerFor(Greenlet greenlet) => target;

        internal override bool IsOwned => true;
    }
}

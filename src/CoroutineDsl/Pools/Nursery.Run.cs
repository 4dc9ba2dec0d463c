using System.Runtime.ExceptionServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public sealed partial class Nursery
{
    /// <summary>Runs a coroutine with a nursery of its own, as a child of it, and waits for all its children: <c>Nursery.Run(nursery => Serve(nursery))</c>. A failing child cancels the coroutine too.</summary>
    /// <param name="body">The coroutine; it is no part of the limit.</param>
    /// <param name="deadline">After so long all are cancelled, counted from the wait.</param>
    /// <param name="limit">How many children run at once; others start as these end. <c>null</c>: any number.</param>
    /// <param name="isSupervisor">A failing child cancels nothing: the failures are kept, and thrown together at the end.</param>
    /// <exception cref="AggregateException">The coroutine or children failed (from the wait).</exception>
    /// <exception cref="CoTimeoutException">The deadline has passed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is negative, or the limit is less than 1.</exception>
    public static Suspension Run(Func<Nursery, IEnumerator<Yield>> body, TimeSpan? deadline = null, int? limit = null, bool isSupervisor = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        CheckLimit(limit);
        var ticks = Timeouts.Ticks(deadline);
        return Waitables.From(new RunCall(() => new Nursery(ticks, limit, isSupervisor), body));
    }

    /// <summary>As <see cref="Run(Func{Nursery, IEnumerator{Yield}}, TimeSpan?, int?, bool)"/>, for a coroutine with a result: that is the value when all children have ended. A single failure is thrown as it is, as a call throws it; several in an <see cref="AggregateException"/>.</summary>
    /// <inheritdoc cref="Run(Func{Nursery, IEnumerator{Yield}}, TimeSpan?, int?, bool)"/>
    /// <exception cref="GreenletKilledException">The nursery was cancelled, and nothing failed: there is no result (from the wait).</exception>
    public static Suspension<T> Run<T>(Func<Nursery, IEnumerator<Yield<T>>> body, TimeSpan? deadline = null, int? limit = null, bool isSupervisor = false)
    {
        ArgumentNullException.ThrowIfNull(body);
        CheckLimit(limit);
        var ticks = Timeouts.Ticks(deadline);
        return Waitables.From(new RunCall<T>(() => new Nursery(ticks, limit, isSupervisor), body));
    }

    /// <summary>Starts the body as a child that no limit holds back; where it cannot be made, that is the first failure.</summary>
    private TGreenlet? StartBody<TGreenlet>(Func<TGreenlet> make)
        where TGreenlet : Greenlet
    {
        try
        {
            var body = make();
            _children.Add(body);
            body.OnEnd(Ended);
            body.Start();
            return body;
        }
        catch (Exception exception)
        {
            _failures.Add(exception);
            Cancel();
            return null;
        }
    }

    private sealed class RunCall(Func<Nursery> make, Func<Nursery, IEnumerator<Yield>> body) : Coroutine
    {
        public override FrameLocation Location => new("Nursery.Run", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End();
                return true;
            }

            State = 1;
            var nursery = make();
            nursery.StartBody(() => Greenlet.Prepare(Coroutine.FromIterator(body(nursery)), null));
            return greenlet.Begin(this, new JoinCall(nursery));
        }
    }

    private sealed class RunCall<T>(Func<Nursery> make, Func<Nursery, IEnumerator<Yield<T>>> body) : Coroutine<T>
    {
        private Greenlet<T>? _body;

        public override FrameLocation Location => new("Nursery.Run", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            try
            {
                if (State == 1)
                {
                    greenlet.End();
                }
                else
                {
                    State = 1;
                    var nursery = make();
                    _body = nursery.StartBody(() => Greenlet.Prepare(Coroutine.FromIterator(body(nursery)), null));
                    if (!greenlet.Begin(this, new JoinCall(nursery))) return false;
                }
            }
            catch (AggregateException failures) when (failures.InnerExceptions.Count == 1)
            {
                ExceptionDispatchInfo.Throw(failures.InnerException!);
            }

            _body!.ThrowIfNoResult();
            Result = _body.Value!;
            return true;
        }
    }
}

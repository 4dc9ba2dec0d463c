using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// Children that end together (structured concurrency): <see cref="Join"/> waits for all, the first failure cancels the rest, and none is left behind. All failures are kept, in an <see cref="AggregateException"/>.
/// </summary>
/// <remarks>For one hub.</remarks>
public sealed class Nursery : IDisposable
{
    private readonly Group _children = new() { IsClosed = true };
    private readonly List<Exception> _failures = [];
    private readonly Deadline? _deadline;

    /// <summary>Makes a nursery.</summary>
    /// <param name="deadline">After so long its children are cancelled, and <see cref="Join"/> throws a <see cref="CoTimeoutException"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is negative.</exception>
    public Nursery(TimeSpan? deadline = null)
    {
        var ticks = Timeouts.Ticks(deadline);
        if (ticks >= 0) _deadline = new Deadline(this, Hub.Current, ticks);
    }

    /// <summary>How many children have not ended.</summary>
    public int Count => _children.Count;

    /// <summary>How many children there are, and how many greenlets wait for their end.</summary>
    public GroupStatistics Statistics => _children.Statistics;

    /// <summary>Whether it has been cancelled: by <see cref="Cancel"/>, a failure, or its deadline. New children do not run.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Runs a coroutine with a nursery of its own, as a child of it, and waits for all its children: <c>Nursery.Run(nursery => Serve(nursery))</c>.</summary>
    /// <exception cref="AggregateException">Children failed (from the wait).</exception>
    /// <exception cref="CoTimeoutException">The deadline has passed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is negative.</exception>
    public static Suspension Run(Func<Nursery, IEnumerator<Yield>> body, TimeSpan? deadline = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        var nursery = new Nursery(deadline);
        nursery.Spawn(body(nursery));
        return nursery.Join();
    }

    /// <summary>Runs a coroutine inside this greenlet during which kills and deadlines wait.</summary>
    public static Suspension Shield(IEnumerator<Yield> coroutine) => Waitables.From(new ShieldCall(Coroutine.FromIterator(coroutine)));

    /// <summary>Spawns a child. In a nursery that has been cancelled it never runs.</summary>
    public Greenlet Spawn(IEnumerator<Yield> coroutine, string? name = null) => Adopt(Greenlet.Spawn(coroutine, name));

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet<T> Spawn<T>(IEnumerator<Yield<T>> coroutine, string? name = null) => Adopt(Greenlet.Spawn(coroutine, name));

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet Spawn(Coroutine coroutine, string? name = null) => Adopt(Greenlet.Spawn(coroutine, name));

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet<T> Spawn<T>(Coroutine<T> coroutine, string? name = null) => Adopt(Greenlet.Spawn(coroutine, name));

    /// <summary>Spawns a child and waits until it says that it is ready, by <see cref="Readiness{T}.Set"/>: the value that it says it with. The child goes on.</summary>
    /// <exception cref="InvalidOperationException">The child ended without saying so (from the wait); its failure, if it failed, is thrown instead.</exception>
    public Suspension<T> Start<T>(Func<Readiness<T>, IEnumerator<Yield>> coroutine, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        var readiness = new Readiness<T>();
        var child = Spawn(coroutine(readiness), name);
        child.OnEnd(readiness.Ended);
        return Waitables.From(new StartCall<T>(readiness, child));
    }

    /// <summary>Kills all children.</summary>
    public void Cancel()
    {
        IsCancelled = true;
        _ = _children.Kill();
    }

    /// <summary>Waits until all children have ended. If this wait is killed or its deadline passes, the children are cancelled, and waited for, before it throws.</summary>
    /// <exception cref="AggregateException">Children failed (from the wait).</exception>
    /// <exception cref="CoTimeoutException">The deadline has passed (from the wait).</exception>
    public Suspension Join() => Waitables.From(new JoinCall(this));

    /// <summary>Cancels children that have not ended, and waits for them: passes the baton where there are any. After <see cref="Join"/> there are none.</summary>
    public void Dispose()
    {
        _deadline?.Stop();
        if (_children.Count == 0) return;
        Cancel();
        _children.Join().Await();
    }

    private TGreenlet Adopt<TGreenlet>(TGreenlet child)
        where TGreenlet : Greenlet
    {
        _children.Add(child);
        child.OnEnd(Ended);
        if (IsCancelled) _ = _children.KillOne(child);
        return child;
    }

    private void Ended(Greenlet child)
    {
        if (child.Exception is not { } failure) return;
        _failures.Add(failure);
        Cancel();
    }

    private void ThrowIfFailed()
    {
        _deadline?.Stop();
        if (_failures.Count > 0) throw new AggregateException(_failures);
        if (_deadline is { HasPassed: true }) throw _deadline.Failure;
    }

    /// <summary>Cancels when its time has come.</summary>
    private sealed class Deadline : Waiter
    {
        private readonly Nursery _nursery;
        private readonly Hub _hub;
        private readonly TimeSpan _after;

        public Deadline(Nursery nursery, Hub hub, long ticks)
        {
            _nursery = nursery;
            _hub = hub;
            _after = new TimeSpan(ticks);
            hub.Timers.Add(this, hub.DueIn(ticks));
        }

        public bool HasPassed { get; private set; }

        public CoTimeoutException Failure => new(_after);

        public void Stop()
        {
            if (TimerIndex >= 0) _hub.Timers.Remove(this);
        }

        internal override void Wake() => throw new InvalidOperationException("A deadline waits for nothing but time.");

        internal override bool WillInterrupt(Greenlet greenlet) => _nursery._children.Contains(greenlet);

        internal override void TimerDue()
        {
            HasPassed = true;
            _nursery.Cancel();
        }
    }

    /// <summary>Waits for all, whatever happens.</summary>
    private sealed class JoinCall(Nursery nursery) : Coroutine
    {
        private System.Runtime.ExceptionServices.ExceptionDispatchInfo? _interruption;

        public override FrameLocation Location => new("Nursery.Join", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 2)
            {
                greenlet.End(out bool _);
                return Finish(greenlet);
            }

            try
            {
                if (State == 1)
                {
                    greenlet.End(out bool _);
                }
                else
                {
                    State = 1;
                    if (!greenlet.Begin(this, nursery._children.Join(), out bool _)) return false;
                }
            }
            catch (Exception exception)
            {
                _interruption = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);
                nursery.Cancel();
                State = 2;
                greenlet.Shield();
                return greenlet.Begin(this, nursery._children.Join(), out bool _) && Finish(greenlet);
            }

            nursery.ThrowIfFailed();
            return true;
        }

        private bool Finish(Greenlet greenlet)
        {
            greenlet.Unshield();
            nursery._deadline?.Stop();
            _interruption!.Throw();
            return true;
        }
    }

    private sealed class ShieldCall(Coroutine coroutine) : Coroutine
    {
        public override FrameLocation Location => new("Shield", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            var isOver = true;
            try
            {
                if (State == 1)
                {
                    greenlet.End();
                }
                else
                {
                    State = 1;
                    greenlet.Shield();
                    isOver = greenlet.Begin(this, coroutine);
                }
            }
            finally
            {
                if (isOver) greenlet.Unshield();
            }

            return isOver;
        }
    }

    private sealed class StartCall<T>(Readiness<T> readiness, Greenlet child) : Coroutine<T>
    {
        public override FrameLocation Location => new("Nursery.Start", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End(out bool _);
            }
            else
            {
                State = 1;
                if (!greenlet.Begin(this, readiness.Wait(), out bool _)) return false;
            }

            if (!readiness.IsSet)
            {
                child.ThrowIfFailed();
                throw new InvalidOperationException($"{child.Name} ended without saying that it is ready.");
            }

            Result = readiness.Value;
            return true;
        }
    }
}

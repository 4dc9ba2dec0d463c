using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// Children that end together (structured concurrency, trio's nursery): a failing child cancels its siblings and the body, leaving waits for all, and none is left behind. All failures are kept, in an
/// <see cref="AggregateException"/>. Either <see cref="Run(Func{Nursery, IEnumerator{Yield}}, TimeSpan?, int?, bool)"/>, or <c>using var nursery = new Nursery()</c> with <see cref="Join"/> as its last statement.
/// </summary>
/// <remarks>
/// For one hub; <see cref="Cancel"/> for any thread. The body of a <c>using</c> stands in a <see cref="CancelScope"/> until it joins or leaves: once the nursery is cancelled, each of its waits throws.
/// A nursery is over when it was joined or left, and takes no children any more.
/// </remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Nursery : IDisposable
{
    private readonly Hub _hub = Hub.Current;
    private readonly Group _children = new() { IsClosed = true };
    private readonly List<Exception> _failures = [];
    private readonly Queue<Greenlet> _queue = new(); // those that the limit keeps from starting
    private readonly HashSet<Greenlet> _running = []; // under a limit
    private readonly Deadline? _deadline;
    private readonly CancelScope? _body;
    private readonly nint _handled = ExceptionsInFlight.Current; // an exception that is being handled where it is made is not one that leaves it
    private bool _isOver;

    /// <summary>Makes a nursery in the current greenlet.</summary>
    /// <param name="deadline">After so long it is cancelled, and <see cref="Join"/>, or leaving it, throws a <see cref="CoTimeoutException"/>.</param>
    /// <param name="limit">How many children run at once; others start as these end. <c>null</c>: any number.</param>
    /// <param name="isSupervisor">A failing child cancels nothing: the failures are kept, and thrown together at the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">The deadline is negative, or the limit is less than 1.</exception>
    public Nursery(TimeSpan? deadline = null, int? limit = null, bool isSupervisor = false)
        : this(Timeouts.Ticks(deadline), limit, isSupervisor) => _body = CancelScope.Open(_hub.CurrentGreenlet);

    private Nursery(long deadline, int? limit, bool isSupervisor)
    {
        CheckLimit(limit);
        Limit = limit;
        IsSupervisor = isSupervisor;
        if (deadline >= 0) _deadline = new Deadline(this, deadline);
    }

    /// <summary>How many children have not ended; those that wait to start are among them.</summary>
    public int Count => _children.Count;

    /// <summary>How many children run at once; <c>null</c>: any number.</summary>
    public int? Limit { get; }

    /// <summary>Whether a failing child cancels nothing.</summary>
    public bool IsSupervisor { get; }

    /// <summary>What children have failed with so far, in that order. To look at them does not keep them from being thrown.</summary>
    public IReadOnlyList<Exception> Failures => _failures;

    /// <summary>How many children there are, and how many greenlets wait for their end.</summary>
    public GroupStatistics Statistics => _children.Statistics;

    /// <summary>Whether it has been cancelled: by <see cref="Cancel"/>, a failure, or its deadline. New children do not run.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Runs a coroutine inside this greenlet during which kills, and scopes and deadlines that were opened outside, wait. Those that are opened inside work as ever.</summary>
    public static Suspension Shield(IEnumerator<Yield> coroutine) => Waitables.From(new ShieldCall(Coroutine.FromIterator(coroutine)));

    /// <summary>Spawns a child. In a nursery that has been cancelled it never runs.</summary>
    /// <exception cref="InvalidOperationException">The nursery is over.</exception>
    public Greenlet Spawn(IEnumerator<Yield> coroutine, string? name = null) => Spawn(Coroutine.FromIterator(coroutine), name);

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet<T> Spawn<T>(IEnumerator<Yield<T>> coroutine, string? name = null) => Spawn(Coroutine.FromIterator(coroutine), name);

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet Spawn(Coroutine coroutine, string? name = null)
    {
        CheckOpen();
        return Adopt(Greenlet.Prepare(coroutine, name));
    }

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet<T> Spawn<T>(Coroutine<T> coroutine, string? name = null)
    {
        CheckOpen();
        return Adopt(Greenlet.Prepare(coroutine, name));
    }

    /// <summary>Spawns a child that waits for this and ends.</summary>
    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)" path="/exception"/>
    public Greenlet Spawn(Suspension wait, string? name = null) => Spawn(new WaitCoroutine(wait), name);

    /// <inheritdoc cref="Spawn(Suspension, string?)"/>
    public Greenlet<T> Spawn<T>(Suspension<T> wait, string? name = null) => Spawn(new WaitCoroutine<T>(wait), name);

    /// <summary>Spawns a child and waits until it says that it is ready, by <see cref="Readiness{T}.Set"/>: the value that it says it with. The child goes on.</summary>
    /// <exception cref="InvalidOperationException">The nursery is over, or the child ended without saying so (from the wait); its failure, if it failed, is thrown instead.</exception>
    public Suspension<T> Start<T>(Func<Readiness<T>, IEnumerator<Yield>> coroutine, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Waitables.From(new StartCall<T>(this, coroutine, name));
    }

    /// <summary>
    /// Kills all children, and cancels the body, unless it is the body that calls this: each of its waits throws a <see cref="ScopeCancelledException"/> until it joins or leaves.
    /// Any thread: from another than the hub's it is posted.
    /// </summary>
    public void Cancel()
    {
        if (!_hub.IsCurrent) _hub.Post(Cancel);
        else CancelAll(isByBody: ReferenceEquals(_hub.CurrentGreenlet, _body?.Greenlet));
    }

    /// <summary>
    /// Ends the body and waits until all children have ended; they may spawn further ones until then. The nursery is over after this. If this wait is killed, or the scope or deadline around it ends, the children are
    /// cancelled, and waited for behind a shield, before it throws.
    /// </summary>
    /// <exception cref="AggregateException">Children failed (from the wait). What interrupted the wait is among the failures then.</exception>
    /// <exception cref="CoTimeoutException">The deadline has passed (from the wait).</exception>
    public Suspension Join() => new(new JoinSource(this));

    /// <summary>
    /// Leaves the nursery. Where it was not joined, its children are cancelled and waited for, behind a shield, which passes the baton where there are any: <see cref="Join"/> is the better last statement.
    /// </summary>
    /// <exception cref="AggregateException">Children failed. An exception that is leaving the body is thrown together with them; where it is not known (plain code that catches it outside), it goes on, and the failures are reported to <see cref="Hub.UnhandledException"/>.</exception>
    /// <exception cref="CoTimeoutException">The deadline has passed.</exception>
    public void Dispose()
    {
        if (_isOver) return;
        _hub.CheckThread();
        var greenlet = _hub.CurrentGreenlet;
        var leaving = greenlet.Extras?.Interrupts?.Passing;
        var isLeavingUnknown = leaving is null && _body is not { HasThrown: true } && ExceptionsInFlight.Current is var current && current != 0 && current != _handled;
        LeaveBody();
        if (Count > 0)
        {
            Cancel();
            WaitShielded(greenlet);
        }

        End();
        if (leaving is ScopeCancelledException { Scope: var scope } && ReferenceEquals(scope, _body)) leaving = null;
        if (_failures.Count > 0)
        {
            if (!isLeavingUnknown) throw Failure(leaving);
            _hub.Report(greenlet, Failure(null));
        }
        else if (_deadline is { HasPassed: true } && leaving is null && !isLeavingUnknown)
        {
            throw _deadline.Failure;
        }
    }

    private void CancelAll(bool isByBody)
    {
        if (_isOver) return;
        IsCancelled = true;
        if (!isByBody) _body?.Cancel("its nursery was cancelled");
        _ = _children.Kill();
    }

    private static void CheckLimit(int? limit)
    {
        if (limit is { } count) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(limit));
    }

    private void CheckOpen()
    {
        _hub.CheckThread();
        if (_isOver) throw new InvalidOperationException("This nursery is over: it was joined or left, and nobody would wait for a child that it took now. Spawn before Join ends, or into a nursery that lives longer.");
    }

    private TGreenlet Adopt<TGreenlet>(TGreenlet child)
        where TGreenlet : Greenlet
    {
        _children.Add(child);
        child.OnEnd(Ended);
        if (IsCancelled) _ = _children.KillOne(child);
        else if (Limit is null) child.Start();
        else
        {
            _queue.Enqueue(child);
            StartNext();
        }

        return child;
    }

    /// <summary>Starts those that waited, as many as the limit allows.</summary>
    private void StartNext()
    {
        while (_running.Count < Limit && _queue.TryDequeue(out var child))
        {
            if (child.IsReady) continue; // killed before its turn
            _running.Add(child);
            child.Start();
        }
    }

    private void Ended(Greenlet child)
    {
        if (_running.Remove(child)) StartNext();
        if (child.Exception is not { } failure) return;
        _failures.Add(failure);
        if (!IsSupervisor) CancelAll(isByBody: false);
    }

    /// <summary>The body is over: what is thrown at it is not thrown any more.</summary>
    private void LeaveBody() => _body?.Close();

    private void End()
    {
        _isOver = true;
        _deadline?.Stop();
    }

    private void KillHard()
    {
        foreach (var child in _children.ToArray()) _ = child.KillHard();
    }

    private void WaitShielded(Greenlet greenlet)
    {
        greenlet.Shield();
        try
        {
            _children.Join().Await();
        }
        catch (GreenletExit) when (greenlet.IsKilledHard)
        {
            KillHard();
            throw;
        }
        finally
        {
            greenlet.Unshield();
        }
    }

    /// <summary>All failures in one, with what interrupted the body or its wait.</summary>
    private AggregateException Failure(Exception? interruption) => new(interruption is null ? _failures : [interruption, .. _failures]);

    /// <summary>Cancels when its time has come.</summary>
    private sealed class Deadline : Waiter
    {
        private readonly Nursery _nursery;
        private readonly TimeSpan _after;

        public Deadline(Nursery nursery, long ticks)
        {
            _nursery = nursery;
            _after = new TimeSpan(ticks);
            nursery._hub.Timers.Add(this, nursery._hub.DueIn(ticks));
        }

        public bool HasPassed { get; private set; }

        public CoTimeoutException Failure => new(_after);

        public void Stop()
        {
            if (TimerIndex >= 0) _nursery._hub.Timers.Remove(this);
        }

        internal override void Wake() => throw new InvalidOperationException("A deadline waits for nothing but time.");

        internal override bool WillInterrupt(Greenlet greenlet) => _nursery._children.Contains(greenlet) || _nursery._body is { IsLive: true } body && body.WillInterrupt(greenlet);

        internal override void TimerDue()
        {
            HasPassed = true;
            _nursery.CancelAll(isByBody: false);
        }
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"nursery ({Count} children{(IsCancelled ? ", cancelled" : "")}{(Failures.Count > 0 ? $", {Failures.Count} failed" : "")})";
}

using System.ComponentModel;

namespace CoroutineDsl.Runtime;

/// <summary>
/// A coroutine that yields values, and one enumeration of them: the base of generated machines. Each step is a call of its frame by the consumer's, which it returns from with a value; so the consumer's greenlet runs it, and a step that
/// does not wait costs no more than a call.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class StreamCoroutine<T> : CoEnumerator<T>
{
    /// <summary>The value of the last step; generated code sets it, and <c>Result</c> to <c>true</c>, before it returns.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public T Value = default!;

    /// <summary>The consumer leaves: where it is resumed, generated code goes on to the end, through its <c>finally</c> blocks.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool IsLeaving;

    private Greenlet? _stepper; // who parked in it last
    private Greenlet<bool>? _aside; // runs a step that lost a choice

    /// <summary>For generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected StreamCoroutine()
    {
    }

    /// <inheritdoc/>
    public sealed override T Current => Value;

    private bool HasValue => IsOver && Result;

    /// <inheritdoc/>
    public sealed override Suspension<bool> Step() => new(StreamStep<T>.Instance, Timeouts.None, this);

    /// <inheritdoc/>
    public sealed override Suspension CoDispose() => IsStarted && IsOver && !Result && _aside is null ? Suspension.Completed : base.CoDispose();

    /// <inheritdoc/>
    public sealed override void Dispose()
    {
        Baton.WaitShielded(CoDispose());
        base.Dispose();
    }

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public sealed override bool BeginStep(Greenlet greenlet, Coroutine frame, out bool moved)
    {
        greenlet.ThrowIfPending();
        if (_aside is not null) return greenlet.Begin(frame, new AsideWait(this), out moved);
        return BeginHere(greenlet, frame, out moved);
    }

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public sealed override bool BeginDispose(Greenlet greenlet, Coroutine frame)
    {
        if (_aside is { IsReady: false }) return greenlet.Begin(frame, new AsideEnd(this));
        _aside = null;
        var hasBegun = IsStarted;
        IsStarted = true;
        if (!hasBegun) return true;
        if (!HasValue)
        {
            if (!ReferenceEquals(_stepper, greenlet)) ThrowIfRunning(); // else it would go on, and nobody would end it
            return true;
        }

        IsLeaving = true;
        return Run(greenlet, frame);
    }

    internal bool BeginHere(Greenlet greenlet, Coroutine frame, out bool moved)
    {
        moved = false;
        if (IsStarted && !HasValue)
        {
            ThrowIfRunning();
            return true; // at its end, or failed
        }

        IsStarted = true;
        if (!Run(greenlet, frame)) return false;
        moved = Result;
        return true;
    }

    /// <summary>As a branch of a choice: the step runs in a greenlet of its own, and goes on where it loses.</summary>
    internal bool BeginAside(Greenlet branch, WaitSource source)
    {
        _aside ??= Greenlet.Spawn(new AsideStep(this));
        branch.Leaf = this;
        return _aside.BeginJoin(branch, source, Timeouts.None);
    }

    internal void LeaveAside(Greenlet branch) => _aside!.Extras!.Waiters.Remove(branch);

    internal bool TakeAside()
    {
        var aside = _aside!;
        _aside = null;
        aside.ThrowIfNoResult();
        return aside.Value;
    }

    private bool Run(Greenlet greenlet, Coroutine frame)
    {
        IsOver = false;
        Result = false;
        if (!ReferenceEquals(Caller, frame)) Caller = frame;
        if (greenlet.Step(this, frame)) return true;
        _stepper = greenlet;
        return false;
    }

    private void ThrowIfRunning()
    {
        if (IsOver || _stepper is not { IsDead: false } stepper) return;
        for (var frame = stepper.Frame; frame is not null; frame = frame.Caller)
        {
            if (ReferenceEquals(frame, this)) throw new InvalidOperationException($"The stream '{Location.Method}' is in a step already, in {stepper.Name}. A stream has one consumer: call the method again for another.");
        }
    }

    private sealed class AsideStep(StreamCoroutine<T> stream) : Coroutine<bool>
    {
        public override FrameLocation Location => new("Step", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End(out Result);
                return true;
            }

            State = 1;
            return stream.BeginHere(greenlet, this, out Result);
        }
    }

    private sealed class AsideWait(StreamCoroutine<T> stream) : Coroutine<bool>
    {
        public override FrameLocation Location => new("Step", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End();
            }
            else
            {
                State = 1;
                if (!greenlet.Begin(this, stream._aside!.Join())) return false;
            }

            Result = stream.TakeAside();
            return true;
        }
    }

    private sealed class AsideEnd(StreamCoroutine<T> stream) : Coroutine
    {
        public override FrameLocation Location => new("Dispose", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            switch (State)
            {
                case 0:
                    State = 1;
                    if (!greenlet.Begin(this, stream._aside!.Kill())) return false;
                    break;
                case 1:
                    greenlet.End();
                    break;
                default:
                    greenlet.End();
                    return true;
            }

            State = 2;
            return stream.BeginDispose(greenlet, this); // it may have come to a value before it was killed
        }
    }
}

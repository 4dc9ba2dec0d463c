using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

/// <summary>What few greenlets have, kept apart so that a parked one stays small.</summary>
internal sealed class GreenletExtras
{
    /// <summary>Joiners, getters and links, in the order in which they came.</summary>
    public WaiterList Waiters;

    /// <summary>Links of a greenlet that has ended which have not been called yet.</summary>
    public WaiterList DueLinks;

    /// <summary>What it ended with: a failure, or the exit of a kill. Captured once: whoever looks at it throws it with the trace that it had then.</summary>
    public ExceptionDispatchInfo? Ended;

    public string? Name;

    /// <summary>Of one made after four thousand million others.</summary>
    public long Id;

    public ExecutionContext? Context;

    /// <summary>How many shields are raised: a <c>finally</c> that runs for an exit, <see cref="Nursery.Shield"/>, a shielded scope.</summary>
    public int Shields;

    /// <summary>What is to be thrown at the next waits.</summary>
    public Interrupts? Interrupts;

    /// <summary>Cancelled by a kill.</summary>
    public CancellationTokenSource? Token;

    /// <summary>Somebody has killed it.</summary>
    public bool WasKilled;

    /// <summary>Whether its wait has been given up and it still waits for the end of the operation.</summary>
    public bool IsAbandoning;

    /// <summary>The values of <see cref="CoLocal{T}"/>, by the local.</summary>
    public System.Runtime.CompilerServices.ConditionalWeakTable<object, object>? Locals;

    public Greenlet? Parent;
    public Greenlet? Switcher;
    public object? Switched;
    public WaitSource? Join;
    public WaitSource? Get;

    private const int MaxTrace = 256;

    private ExceptionDispatchInfo? _thrown;
    private Passing? _passing;

    public Exception? Exception => Ended?.SourceException;

    public void SetThrown(Exception exception) => _thrown = ExceptionDispatchInfo.Capture(exception);

    /// <summary>
    /// As <see cref="SetThrown(Exception)"/>, for the next of the frames that an exception passes through. Each capture copies the trace, so that of a deep recursion would take time by the square of its depth: it is kept up
    /// to so many frames, the innermost.
    /// </summary>
    public void SetPassing(Exception exception)
    {
        if (_passing is null || !ReferenceEquals(_passing.Trace.SourceException, exception)) _passing = new Passing(exception);
        else if (_passing.Frames++ < MaxTrace) _passing.Trace = ExceptionDispatchInfo.Capture(exception);
        _thrown = _passing.Trace;
    }

    /// <summary>The exception has arrived.</summary>
    public void ForgetPassing() => _passing = null;

    public void SetThrown(ExceptionDispatchInfo exception) => _thrown = exception;

    /// <summary>The scope whose exit is thrown, where it is one that throws once.</summary>
    public Scope? ThrownBy;

    public ExceptionDispatchInfo TakeThrown()
    {
        var thrown = _thrown!;
        _thrown = null;
        return thrown;
    }

    private sealed class Passing(Exception exception)
    {
        public ExceptionDispatchInfo Trace = ExceptionDispatchInfo.Capture(exception);
        public int Frames;
    }
}

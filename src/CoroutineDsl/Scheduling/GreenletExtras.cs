using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

/// <summary>What few greenlets have, kept apart so that a parked one stays small.</summary>
internal sealed class GreenletExtras
{
    /// <summary>Joiners, getters and links, in the order in which they came.</summary>
    public WaiterList Waiters;

    /// <summary>Links of a greenlet that has ended which have not been called yet.</summary>
    public WaiterList DueLinks;

    public Exception? Exception;
    public string? Name;
    public long Id;
    public ExecutionContext? Context;

    /// <summary>Exceptions to be thrown at the next waits: kills and timeouts that arrived while it was running, ready or shielded.</summary>
    public Queue<Exception>? Pending;

    /// <summary>How many <c>finally</c> blocks that must not be disturbed it is in.</summary>
    public int Shields;

    /// <summary>Whether its wait has been given up and it still waits for the end of the operation.</summary>
    public bool IsAbandoning;

    /// <summary>An exit that has been delivered to code that is not lowered: delivered again at its next wait there, since that code may have swallowed it.</summary>
    public Exception? Exit;

    /// <summary>The values of <see cref="CoLocal{T}"/>, by the local.</summary>
    public System.Runtime.CompilerServices.ConditionalWeakTable<object, object>? Locals;

    public Greenlet? Parent;
    public Greenlet? Switcher;
    public object? Switched;
    public WaitSource? Join;
    public WaitSource? Get;

    private ExceptionDispatchInfo? _thrown;

    /// <summary>What the current wait is about to throw.</summary>
    public Exception? Thrown => _thrown?.SourceException;


    public void SetThrown(Exception exception) => _thrown = ExceptionDispatchInfo.Capture(exception);

    public ExceptionDispatchInfo TakeThrown()
    {
        var thrown = _thrown!;
        _thrown = null;
        return thrown;
    }
}

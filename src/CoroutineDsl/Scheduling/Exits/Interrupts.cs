using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

/// <summary>
/// What is to be thrown at a greenlet's next waits, and what keeps it out. An edge (a kill, a deadline that fires once) is thrown once; a cancelled scope at every wait until it is left.
/// Each counts the shields that were around it when it was opened: it is heard where no more are raised.
/// </summary>
internal sealed class Interrupts
{
    private readonly List<Edge> _edges = []; // first in, first out
    private readonly List<CancelScope> _cancelled = []; // outermost first
    private readonly List<(CancelScope Scope, Hold Hold)> _given = []; // whose exit plain code has got
    private Exception? _swallowed;
    private ExceptionDispatchInfo? _seen; // the exit that code which is not lowered got last, with the trace of its first time

    /// <summary>What a hard kill throws at every wait, whatever is raised.</summary>
    public GreenletExit? Hard { get; set; }

    /// <summary>The exception that is on its way through the code of the current thread: found by a filter, before any <c>finally</c> has run for it.</summary>
    public Exception? Passing { get; set; }

    /// <summary>Whether a shield was raised for the exception that passes.</summary>
    public bool IsPassageShielded { get; set; }

    /// <summary>The exception for which the plain code runs that waits now, a <c>finally</c> or a catch clause; zero: none. What that code has got already is not thrown there once more.</summary>
    public nint InFlight { get; private set; }

    private long _now;

    /// <summary>Whether plain code has got an exit, and nobody has seen where that went.</summary>
    public bool HasGiven => _given.Count > 0 || _edges.Exists(edge => edge.IsAgain);

    /// <summary>Whether the next wait throws, behind so many shields.</summary>
    public bool IsPending(int shields) => Hard is not null || FirstEdge(shields) >= 0 || OutermostCancelled(shields) is not null;

    public void Add(Exception exception, Scope? scope, bool isFirst = false) =>
        _edges.Insert(isFirst ? 0 : _edges.Count, new Edge(HandedIn.Capture(exception), scope, null));

    public void Add(CancelScope scope)
    {
        var index = _cancelled.FindIndex(other => other.Order > scope.Order);
        _cancelled.Insert(index < 0 ? _cancelled.Count : index, scope);
    }

    public void Forget(Scope scope)
    {
        _edges.RemoveAll(edge => ReferenceEquals(edge.Scope, scope));
        if (scope is not CancelScope cancelled) return;
        _cancelled.Remove(cancelled);
        _given.RemoveAll(given => ReferenceEquals(given.Scope, scope));
    }

    public void Clear()
    {
        _edges.Clear();
        _cancelled.Clear();
        _given.Clear();
        _seen = null;
        Passing = null;
        Hard = null;
    }

    /// <summary>The outermost of the cancelled scopes that are heard.</summary>
    public CancelScope? OutermostCancelled(int shields)
    {
        foreach (var scope in _cancelled)
        {
            if (scope.Depth >= shields && !_given.Exists(given => ReferenceEquals(given.Scope, scope) && given.Hold.Holds(InFlight, _now))) return scope;
        }

        return null;
    }

    /// <summary>What the next wait throws: a hard kill, then edges in the order in which they came, then the outermost cancelled scope. An edge is taken out.</summary>
    public ExceptionDispatchInfo? Take(int shields)
    {
        if (Hard is { } hard) return ExceptionDispatchInfo.Capture(hard);
        var index = FirstEdge(shields);
        if (index < 0) return OutermostCancelled(shields) is { } scope ? ExceptionDispatchInfo.Capture(NewExit(scope)) : null;
        var next = _edges[index];
        _edges.RemoveAt(index);
        if (next.Hold is not null) _swallowed = next.Exception.SourceException;
        return next.Exception;
    }

    /// <summary>
    /// Code that is not lowered gets an exit, and may swallow it: it comes again at the next wait unless it is found on its way out, and not before what runs for an exception that was not there when it came is over.
    /// </summary>
    /// <param name="exit">The exit.</param>
    /// <param name="hold">How long it stays away at most.</param>
    public void ComeAgain(Exception exit, Hold hold)
    {
        if (exit is ScopeCancelledException { Scope: var scope })
        {
            if (!_given.Exists(given => ReferenceEquals(given.Scope, scope))) _given.Add((scope, hold));
            return;
        }

        if (ReferenceEquals(_swallowed, exit)) hold = default;
        if (!ReferenceEquals(_seen?.SourceException, exit)) _seen = ExceptionDispatchInfo.Capture(exit);
        if (_edges.Exists(edge => edge.IsAgain && ReferenceEquals(edge.Exception.SourceException, exit))) return;
        _edges.Insert(0, new Edge(_seen!, (exit as CoTimeoutException)?.Scope, hold));
    }

    /// <summary>It was not swallowed, or was accepted.</summary>
    public void DoNotComeAgain(Exception exit)
    {
        if (exit is ScopeCancelledException { Scope: var scope }) _given.RemoveAll(given => ReferenceEquals(given.Scope, scope));
        else _edges.RemoveAll(edge => edge.IsAgain && ReferenceEquals(edge.Exception.SourceException, exit));
    }

    /// <summary>Plain code waits, in what runs for an exception.</summary>
    public void SetInFlight(nint inFlight, long now) => (InFlight, _now) = (inFlight, now);

    // where plain code has got it before and waits again, that was swallowed
    private ScopeCancelledException NewExit(CancelScope scope)
    {
        var index = _given.FindIndex(given => ReferenceEquals(given.Scope, scope));
        if (index >= 0) _given[index] = (scope, default);
        return scope.NewExit();
    }

    private int FirstEdge(int shields)
    {
        for (var i = 0; i < _edges.Count; i++)
        {
            if (_edges[i].Depth >= shields && _edges[i].Hold?.Holds(InFlight, _now) != true) return i;
        }

        return -1;
    }

    /// <summary>
    /// Keeps an exit that plain code has got from the <c>finally</c> blocks and catch clauses that run for it: what comes of it is not known yet. Once, for each exit, and not without end: a clause may have swallowed it.
    /// </summary>
    /// <param name="Before">The exception that was in flight where it was given.</param>
    /// <param name="Until">When that is over, on the hub's clock.</param>
    public readonly record struct Hold(nint Before, long Until)
    {
        public bool Holds(nint inFlight, long now) => inFlight != 0 && inFlight != Before && now < Until;
    }

    private readonly record struct Edge(ExceptionDispatchInfo Exception, Scope? Scope, Hold? Hold)
    {
        public bool IsAgain => Hold is not null;

        public int Depth => Scope?.Depth ?? 0;
    }
}

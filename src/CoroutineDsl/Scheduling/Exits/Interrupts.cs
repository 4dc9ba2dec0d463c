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
    private ExceptionDispatchInfo? _seen; // the exit that code which is not lowered got last, with the trace of its first time

    /// <summary>What a hard kill throws at every wait, whatever is raised.</summary>
    public GreenletExit? Hard { get; set; }

    /// <summary>The exception that is on its way through the code of the current thread: found by a filter, before any <c>finally</c> has run for it.</summary>
    public Exception? Passing { get; set; }

    /// <summary>Whether a shield was raised for the exception that passes.</summary>
    public bool IsPassageShielded { get; set; }

    /// <summary>Whether the next wait throws, behind so many shields.</summary>
    public bool IsPending(int shields) => Hard is not null || FirstEdge(shields) >= 0 || OutermostCancelled(shields) is not null;

    public void Add(Exception exception, Scope? scope, bool isFirst = false) =>
        _edges.Insert(isFirst ? 0 : _edges.Count, new Edge(HandedIn.Capture(exception), scope, false));

    public void Add(CancelScope scope)
    {
        var index = _cancelled.FindIndex(other => other.Order > scope.Order);
        _cancelled.Insert(index < 0 ? _cancelled.Count : index, scope);
    }

    public void Forget(Scope scope)
    {
        _edges.RemoveAll(edge => ReferenceEquals(edge.Scope, scope));
        if (scope is CancelScope cancelled) _cancelled.Remove(cancelled);
    }

    public void Clear()
    {
        _edges.Clear();
        _cancelled.Clear();
        _seen = null;
        Passing = null;
        Hard = null;
    }

    /// <summary>The outermost of the cancelled scopes that are heard.</summary>
    public CancelScope? OutermostCancelled(int shields)
    {
        foreach (var scope in _cancelled)
        {
            if (scope.Depth >= shields) return scope;
        }

        return null;
    }

    /// <summary>What the next wait throws: a hard kill, then edges in the order in which they came, then the outermost cancelled scope. An edge is taken out.</summary>
    public ExceptionDispatchInfo? Take(int shields)
    {
        if (Hard is { } hard) return ExceptionDispatchInfo.Capture(hard);
        var index = FirstEdge(shields);
        if (index < 0) return OutermostCancelled(shields) is { } scope ? ExceptionDispatchInfo.Capture(scope.NewExit()) : null;
        var next = _edges[index];
        _edges.RemoveAt(index);
        return next.Exception;
    }

    /// <summary>Code that is not lowered gets an exit, and may swallow it: it comes again at the next wait unless it is found on its way out.</summary>
    public void ComeAgain(Exception exit)
    {
        if (!ReferenceEquals(_seen?.SourceException, exit)) _seen = ExceptionDispatchInfo.Capture(exit);
        if (_edges.Exists(edge => edge.IsAgain && ReferenceEquals(edge.Exception.SourceException, exit))) return;
        _edges.Insert(0, new Edge(_seen!, (exit as CoTimeoutException)?.Scope, true));
    }

    /// <summary>It was not swallowed, or was accepted.</summary>
    public void DoNotComeAgain(Exception exit) => _edges.RemoveAll(edge => edge.IsAgain && ReferenceEquals(edge.Exception.SourceException, exit));

    private int FirstEdge(int shields)
    {
        for (var i = 0; i < _edges.Count; i++)
        {
            if (_edges[i].Depth >= shields) return i;
        }

        return -1;
    }

    private readonly record struct Edge(ExceptionDispatchInfo Exception, Scope? Scope, bool IsAgain)
    {
        public int Depth => Scope?.Depth ?? 0;
    }
}

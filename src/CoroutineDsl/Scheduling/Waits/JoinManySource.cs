using System.Buffers;

namespace CoroutineDsl;

/// <summary>Waits for the end of several greenlets, and gives those that have ended.</summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class JoinManySource : WaitSource<Greenlet[]>
{
    /// <summary>How many a report names.</summary>
    private const int Named = 5;

    /// <summary>From this many on, the source's own list of them is a borrowed array: each new one would be a large object, and a few of those make a full collection.</summary>
    private const int Many = 8192;

    private readonly bool _isBorrowed;
    private ArraySegment<Greenlet> _targets;
    private SingleUse _use;

    protected JoinManySource(IEnumerable<Greenlet> targets)
    {
        if (targets is not ICollection<Greenlet> { Count: >= Many } many)
        {
            _targets = targets.ToArray();
            return;
        }

        _isBorrowed = true;
        _targets = new(ArrayPool<Greenlet>.Shared.Rent(many.Count), 0, many.Count);
        many.CopyTo(_targets.Array!, 0);
    }

    protected ReadOnlySpan<Greenlet> Targets => _targets;

    /// <summary>Those of them that have not ended, for a report.</summary>
    public static string NamesOf(IEnumerable<Greenlet> greenlets)
    {
        var alive = greenlets.Where(target => !target.IsReady).ToList();
        var names = string.Join(", ", alive.Take(Named).Select(target => target.Name));
        return alive.Count > Named ? $"{names} and {alive.Count - Named} more" : names;
    }

    internal sealed override Greenlet[] Take(Greenlet greenlet)
    {
        Finish(greenlet);
        var ended = Ended();
        LetGo();
        return ended;
    }

    internal sealed override void End(Greenlet greenlet)
    {
        Finish(greenlet);
        LetGo();
    }

    internal override string Describe(Greenlet greenlet) => $"the end of {NamesOf(_targets)}";

    internal override Greenlet? OwnerFor(Greenlet greenlet) => _targets.FirstOrDefault(target => !target.IsReady);

    internal override void AddOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        foreach (var target in _targets)
        {
            if (!target.IsReady) add(target);
        }
    }

    /// <summary>The wait is over: throws what it has to throw.</summary>
    protected virtual void Finish(Greenlet greenlet) => greenlet.TakeTimedOut();

    /// <summary>What a begin does first.</summary>
    /// <exception cref="InvalidOperationException">It has begun before, or one of them belongs to a hub that the current thread does not run.</exception>
    protected void Enter(Hub hub)
    {
        _use.Begin();
        foreach (var target in Targets)
        {
            if (!ReferenceEquals(target.Hub, hub)) target.Hub.CheckThread();
        }
    }

    /// <summary>Those of them that have ended, in the order in which they did.</summary>
    protected Greenlet[] Ended()
    {
        var count = 0;
        foreach (var target in Targets) count += target.IsReady ? 1 : 0;
        var ended = new Greenlet[count];
        var (last, isSorted) = (0, true);
        count = 0;
        foreach (var target in Targets)
        {
            if (!target.IsReady) continue;
            isSorted &= count == 0 || unchecked(target.EndOrder - last) >= 0;
            last = target.EndOrder;
            ended[count++] = target;
        }

        if (!isSorted) Array.Sort(ended, (one, other) => unchecked(one.EndOrder - other.EndOrder));
        return ended;
    }

    private void LetGo()
    {
        if (_isBorrowed && _targets.Array is { Length: > 0 } borrowed) ArrayPool<Greenlet>.Shared.Return(borrowed, clearArray: true);
        _targets = ArraySegment<Greenlet>.Empty;
    }
}

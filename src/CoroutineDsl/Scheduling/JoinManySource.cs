namespace CoroutineDsl;

/// <summary>Waits for the end of several greenlets, and gives those that have ended. The array is its own, and the waiter's in the end.</summary>
internal abstract class JoinManySource(Greenlet[] targets) : WaitSource<Greenlet[]>
{
    /// <summary>How many a report names.</summary>
    private const int Named = 5;

    protected Greenlet[] Targets => targets;

    /// <summary>Those of them that have not ended, for a report.</summary>
    public static string NamesOf(IEnumerable<Greenlet> greenlets)
    {
        var alive = greenlets.Where(target => !target.IsReady).ToList();
        var names = string.Join(", ", alive.Take(Named).Select(target => target.Name));
        return alive.Count > Named ? $"{names} and {alive.Count - Named} more" : names;
    }

    internal override Greenlet[] Take(Greenlet greenlet)
    {
        greenlet.TakeTimedOut();
        return Ended();
    }

    internal override string Describe(Greenlet greenlet) => $"the end of {NamesOf(targets)}";

    internal override Greenlet? OwnerFor(Greenlet greenlet) => Array.Find(targets, target => !target.IsReady);

    internal override void AddOwners(Greenlet greenlet, Action<Greenlet> add)
    {
        foreach (var target in targets)
        {
            if (!target.IsReady) add(target);
        }
    }

    protected void CheckThread()
    {
        foreach (var target in targets) target.Hub.CheckThread();
    }

    /// <summary>Those of them that have ended, in the order in which they did.</summary>
    protected Greenlet[] Ended()
    {
        var ended = Array.TrueForAll(targets, target => target.IsReady) ? targets : Array.FindAll(targets, target => target.IsReady);
        var isSorted = true;
        for (var i = 1; i < ended.Length && isSorted; i++) isSorted = ended[i - 1].EndOrder <= ended[i].EndOrder;
        if (!isSorted) Array.Sort(ended, (one, other) => one.EndOrder.CompareTo(other.EndOrder));
        return ended;
    }
}

namespace CoroutineDsl;

/// <summary>
/// Waits for the end of many. One node goes from greenlet to greenlet, from the last to the first, since those that were spawned first mostly end first: a million joined cost one registration.
/// </summary>
internal sealed class JoinAllSource(Greenlet[] greenlets) : WaitSource<Greenlet[]>
{
    private Node? _node;

    /// <summary>Those of them that have ended, in the order in which they did.</summary>
    public static Greenlet[] Ended(Greenlet[] greenlets)
    {
        var ended = Array.TrueForAll(greenlets, greenlet => greenlet.IsReady) ? (Greenlet[])greenlets.Clone() : Array.FindAll(greenlets, greenlet => greenlet.IsReady);
        var isSorted = true;
        for (var i = 1; i < ended.Length && isSorted; i++) isSorted = ended[i - 1].EndOrder <= ended[i].EndOrder;
        if (!isSorted) Array.Sort(ended, (one, other) => one.EndOrder.CompareTo(other.EndOrder));
        return ended;
    }

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        foreach (var target in greenlets) target.Hub.CheckThread();
        var node = new Node(greenlets, greenlet);
        if (!node.Advance()) return true;
        _node = node;
        greenlet.Park(this, argument);
        return false;
    }

    internal override void Cancel(Greenlet greenlet) => _node!.Detach();

    internal override Greenlet[] Take(Greenlet greenlet)
    {
        greenlet.TakeTimedOut();
        return Ended(greenlets);
    }

    internal override string Describe(Greenlet greenlet) => $"the end of {string.Join(", ", greenlets.Where(target => !target.IsReady).Take(5).Select(target => target.Name))}";

    internal override Greenlet? OwnerFor(Greenlet greenlet) => Array.Find(greenlets, target => !target.IsReady);

    private sealed class Node(Greenlet[] greenlets, Greenlet joiner) : Waiter
    {
        private int _left = greenlets.Length;

        /// <summary>Registers with the last that has not ended; <c>false</c> if all have.</summary>
        public bool Advance()
        {
            while (_left > 0)
            {
                var target = greenlets[--_left];
                if (target.IsReady) continue;
                target.More.Waiters.Add(this);
                return true;
            }

            return false;
        }

        public void Detach() => greenlets[_left].Extras!.Waiters.Remove(this);

        internal override void Wake()
        {
            if (!Advance()) joiner.Wake();
        }
    }
}

namespace CoroutineDsl;

/// <summary>
/// Waits for the end of many. One node goes from greenlet to greenlet, from the last to the first, since those that were spawned first mostly end first: a million joined cost one registration.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class JoinAllSource(IEnumerable<Greenlet> greenlets) : JoinManySource(greenlets)
{
    private Node? _node;

    internal override bool IsOwned => true;

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        Enter(greenlet.Hub);
        var node = new Node(this, greenlet);
        if (!node.Advance()) return true;
        _node = node;
        greenlet.Park(this, argument);
        greenlet.Hub.Deadlocks.Suspect(greenlet);
        return false;
    }

    internal override void Cancel(Greenlet greenlet) => _node!.Detach();

    private sealed class Node(JoinAllSource source, Greenlet joiner) : Waiter
    {
        private int _left = source.Targets.Length;

        /// <summary>Registers with the last that has not ended; <c>false</c> if all have.</summary>
        public bool Advance()
        {
            while (_left > 0)
            {
                var target = source.Targets[--_left];
                if (target.IsReady) continue;
                target.More.Waiters.Add(this);
                return true;
            }

            return false;
        }

        public void Detach() => source.Targets[_left].Extras!.Waiters.Remove(this);

        internal override void Wake()
        {
            if (!Advance()) joiner.Wake();
        }
    }
}

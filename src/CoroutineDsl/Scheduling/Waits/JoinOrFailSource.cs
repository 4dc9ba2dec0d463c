namespace CoroutineDsl;

/// <summary>Waits for the end of many, or for the first failure among them: so it has to watch each.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class JoinOrFailSource(IEnumerable<Greenlet> greenlets) : JoinManySource(greenlets)
{
    private readonly List<Node> _nodes = [];
    private Greenlet? _failed;
    private int _left;

    /// <summary>With several, the failure of any would end the wait.</summary>
    internal override bool IsOwned => _left == 1;

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        Enter(greenlet.Hub);
        _failed = Ended().FirstOrDefault(target => !target.HasResult);
        if (_failed is not null) return true;
        foreach (var target in Targets)
        {
            if (target.IsReady) continue;
            var node = new Node(this, target, greenlet);
            _nodes.Add(node);
            target.More.Waiters.Add(node);
        }

        _left = _nodes.Count;
        if (_left == 0) return true;
        greenlet.Park(this, argument);
        if (IsOwned) greenlet.Hub.Deadlocks.Suspect(greenlet);
        return false;
    }

    internal override void Cancel(Greenlet greenlet) => Detach();

    protected override void Finish(Greenlet greenlet)
    {
        greenlet.TakeTimedOut();
        _failed?.ThrowIfNoResult();
    }

    private void Detach()
    {
        foreach (var node in _nodes) node.Detach();
    }

    private sealed class Node(JoinOrFailSource source, Greenlet target, Greenlet joiner) : Waiter
    {
        private bool _isAttached = true;

        public void Detach()
        {
            if (!_isAttached) return;
            _isAttached = false;
            target.Extras!.Waiters.Remove(this);
        }

        internal override void Wake()
        {
            _isAttached = false;
            source._left--;
            if (!target.HasResult)
            {
                target.State.Observe();
                source._failed = target;
                source.Detach();
            }
            else if (source._left > 0)
            {
                if (source.IsOwned) joiner.Hub.Deadlocks.Suspect(joiner);
                return;
            }

            joiner.Wake();
        }
    }
}

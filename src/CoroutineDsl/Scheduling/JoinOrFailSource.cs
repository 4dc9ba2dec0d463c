namespace CoroutineDsl;

/// <summary>Waits for the end of many, or for the first failure among them: so it has to watch each.</summary>
internal sealed class JoinOrFailSource(Greenlet[] greenlets) : WaitSource<Greenlet[]>
{
    private readonly List<Node> _nodes = [];
    private Greenlet? _failed;
    private int _left;

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        foreach (var target in greenlets) target.Hub.CheckThread();
        _failed = JoinAllSource.Ended(greenlets).FirstOrDefault(target => !target.IsSuccessful);
        if (_failed is not null) return true;
        foreach (var target in greenlets)
        {
            if (target.IsReady) continue;
            var node = new Node(this, target, greenlet);
            _nodes.Add(node);
            target.More.Waiters.Add(node);
        }

        _left = _nodes.Count;
        if (_left == 0) return true;
        greenlet.Park(this, argument);
        return false;
    }

    internal override void Cancel(Greenlet greenlet) => Detach();

    internal override Greenlet[] Take(Greenlet greenlet)
    {
        greenlet.TakeTimedOut();
        _failed?.ThrowIfFailed();
        return JoinAllSource.Ended(greenlets);
    }

    internal override string Describe(Greenlet greenlet) => $"the end of {string.Join(", ", greenlets.Where(target => !target.IsReady).Take(5).Select(target => target.Name))}";

    internal override Greenlet? OwnerFor(Greenlet greenlet) => Array.Find(greenlets, target => !target.IsReady);

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
            if (!target.IsSuccessful)
            {
                target.Flags |= GreenletFlags.Observed;
                source._failed = target;
                source.Detach();
            }
            else if (source._left > 0)
            {
                return;
            }

            joiner.Wake();
        }
    }
}

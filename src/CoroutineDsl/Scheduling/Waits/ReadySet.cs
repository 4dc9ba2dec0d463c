namespace CoroutineDsl;

/// <summary>Several things that are waited for at once, and those that have come, in that order.</summary>
internal sealed class ReadySet<T>
    where T : class
{
    private readonly List<Node> _nodes = [];
    private readonly Queue<T> _ready = new();
    private readonly Hub _hub;
    private Greenlet? _waiter;
    private int _wanted;

    /// <summary>Those that have come already are ready at once, in their order; the others are watched.</summary>
    /// <exception cref="ArgumentException">One of them is not waitable.</exception>
    public ReadySet(T[] objects, Hub hub)
    {
        _hub = hub;
        hub.CheckThread();
        foreach (var one in objects)
        {
            if (Waitable(one).HasCome) _ready.Enqueue(one);
        }

        foreach (var one in objects)
        {
            if (Waitable(one).HasCome) continue;
            IsExternal |= Waitable(one).IsExternal;
            _nodes.Add(new Node(this, one));
        }

        foreach (var node in _nodes) node.Attach();
    }

    public Queue<T> Ready => _ready;

    public bool IsExternal { get; }

    public static IWaitable Waitable(T one) =>
        one as IWaitable ?? throw new ArgumentException($"A {one?.GetType().ToString() ?? "null"} cannot be waited for in this way: greenlets, events, results and semaphores can.");

    /// <summary>The greenlet is woken when so many are ready.</summary>
    public void WakeAt(int wanted, Greenlet greenlet, WaitSource source, long timeout)
    {
        _wanted = wanted;
        _waiter = greenlet;
        if (IsExternal) greenlet.ParkExternal(source, timeout);
        else greenlet.Park(source, timeout);
    }

    public void StopWaiting() => _waiter = null;

    /// <summary>Watches no longer.</summary>
    public void Detach()
    {
        foreach (var node in _nodes) node.Detach();
        _nodes.Clear();
    }

    private void Come(T one)
    {
        _ready.Enqueue(one);
        if (_waiter is not { } waiter || _ready.Count < _wanted) return;
        _waiter = null;
        waiter.Wake();
    }

    private sealed class Node(ReadySet<T> set, T one) : Waiter
    {
        private bool _isAttached;

        public void Attach()
        {
            _isAttached = true;
            Waitable(one).Add(this);
        }

        public void Detach()
        {
            if (!_isAttached) return;
            _isAttached = false;
            Waitable(one).Remove(this);
        }

        internal override void Wake()
        {
            if (!_isAttached) return; // from another thread, and nobody waits any longer
            _isAttached = false;
            set.Come(one);
        }

        internal override void WakeFromAnywhere()
        {
            if (set._hub.IsCurrent) Wake();
            else set._hub.Post(Wake);
        }
    }
}

using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A queue from many hubs to one, in batches: who receives takes all that has come in one go, and is woken once for it; so a value costs a short lock, and a change of threads only where the receiver had
/// nothing to do. A <c>foreach</c> takes items until the channel is completed and empty.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>Any thread and hub may put. One hub receives. Where a wait is killed or times out, nothing has been put, or taken.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class HubChannel<T> : CoEnumerable<T>
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private List<T> _incoming = [];
    private List<T> _batch = []; // the receiving hub's
    private int _next;
    private WaiterList _getters; // all of one hub
    private WaiterList _putters;
    private Hub? _told; // the receiving hub, where it has not looked yet
    private bool _isCompleted;

    /// <summary>Makes an empty channel.</summary>
    /// <param name="capacity">How many items may wait that the receiver has not taken; who puts more waits.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public HubChannel(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Puts an item, if there is room.</summary>
    /// <exception cref="QueueShutDownException">The channel has been completed.</exception>
    public bool TryPut(T item)
    {
        Hub? receiver;
        lock (_gate)
        {
            if (!PutNow(item)) return false;
            receiver = ReceiverToTell();
        }

        Tell(receiver);
        return true;
    }

    /// <summary>Puts an item; waits for room where there is none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="TimeoutException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Put(T item, TimeSpan? timeout = null) => new(new PutSource(this, item, timeout), Timeouts.Ticks(timeout));

    /// <summary>Takes an item; waits for one where there is none.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="TimeoutException">There was none within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel is empty and has been completed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<T> Get(TimeSpan? timeout = null) => new(new GetSource(this, timeout), Timeouts.Ticks(timeout));

    /// <summary>What it is, and its state now.</summary>
    public override string ToString()
    {
        lock (_gate) return $"channel between hubs ({(_isCompleted ? "completed" : "open")}, {_incoming.Count} of {_capacity} items{InWords.Waiting(_getters.Count, "to get")}{InWords.Waiting(_putters.Count, "to put")})";
    }

    /// <summary>Nothing more can be put. What has been can still be taken.</summary>
    public void Complete()
    {
        Hub? receiver;
        lock (_gate)
        {
            _isCompleted = true;
            while (_putters.TryTakeUnclaimed(out var waiter)) waiter.WakeFromAnywhere();
            receiver = ReceiverToTell();
        }

        Tell(receiver);
    }

    /// <summary>Takes items until the channel is completed and empty.</summary>
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(this);

    private bool PutNow(T item)
    {
        if (_isCompleted) throw new QueueShutDownException();
        if (_incoming.Count >= _capacity) return false;
        _incoming.Add(item);
        return true;
    }

    /// <summary>The hub on which somebody waits for what has just come; null where it need not be told.</summary>
    private Hub? ReceiverToTell()
    {
        ForgetDisposed();
        if (_told is not null || _getters.First is not Greenlet getter) return null;
        return _told = getter.Hub;
    }

    /// <summary>Those who waited on a hub that has been disposed of take nothing.</summary>
    private void ForgetDisposed()
    {
        if (_told is { IsDisposed: true }) _told = null;
        if (_getters.First is Greenlet { Hub.IsDisposed: true }) _getters = default;
    }

    private void Tell(Hub? receiver) => receiver?.UnsafePost(Deliver);

    /// <summary>On the receiving hub: each who waits gets an item, or learns that there will be none.</summary>
    private void Deliver()
    {
        lock (_gate) _told = null;
        while (true)
        {
            Waiter? getter;
            var hasItem = FillBatch(out var isCompleted);
            if (!hasItem && !isCompleted) return;
            lock (_gate)
            {
                if (!(hasItem ? _getters.TryTake(out getter) : _getters.TryTakeUnclaimed(out getter))) return;
            }

            if (hasItem) ((IItemGetter<T>)getter.AwaitedSource!).Taker.Give(_batch[_next++]);
            getter.Wake();
        }
    }

    /// <summary>Takes over what has come, where all of the last batch was taken.</summary>
    private bool FillBatch(out bool isCompleted)
    {
        isCompleted = false;
        if (_next < _batch.Count) return true;
        _batch.Clear();
        _next = 0;
        lock (_gate)
        {
            (_batch, _incoming) = (_incoming, _batch);
            while (_incoming.Count < _capacity && _putters.TryTake(out var waiter))
            {
                var putting = (PutSource)waiter.AwaitedSource!;
                _incoming.Add(putting.Take());
                waiter.WakeFromAnywhere();
            }

            isCompleted = _isCompleted && _batch.Count == 0 && _incoming.Count == 0;
            if (_batch.Count == 0 && _incoming.Count > 0) (_batch, _incoming) = (_incoming, _batch);
        }

        return _batch.Count > 0;
    }
}

using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A rendezvous (gevent's <c>Channel</c>): a put is over when its item has been taken, nothing is ever kept. A <c>foreach</c> takes items until the channel is completed.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>
/// For one hub, or for several where it was made as shared: then greenlets of any hub may put and get, and, since another hub may always come, a hub whose greenlets wait at it is never out of work.
/// One that is killed or timed out while it waits leaves nothing behind and takes nothing.
/// </remarks>
/// <param name="isShared">Whether hubs of several threads use it.</param>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CoChannel<T>(bool isShared = false) : CoEnumerable<T>
{
    private readonly Lock _gate = new();
    private WaiterList _getters;
    private WaiterList _putters;
    private HubBinding _home;
    private bool _isCompleted;

    private bool IsShared => isShared;

    /// <summary>Whether nothing more can be put.</summary>
    public bool IsCompleted
    {
        get
        {
            lock (_gate) return _isCompleted;
        }
    }

    /// <summary>How many wait to put, less how many wait to get.</summary>
    public int Balance
    {
        get
        {
            lock (_gate) return _putters.Count - _getters.Count;
        }
    }

    /// <summary>Who waits; it never holds an item.</summary>
    public QueueStatistics Statistics
    {
        get
        {
            lock (_gate) return new(0, 0, _getters.Count, _putters.Count);
        }
    }

    /// <summary>Puts an item, and waits until somebody has taken it.</summary>
    /// <exception cref="QueueFullException">Nobody took it within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginPut))]
    public Suspension Put(T item, TimeSpan? timeout = null) => new(new Putting(this) { Item = item }, Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Put(T, TimeSpan?)"/>
    [Begins(nameof(BeginPut))]
    public Suspension Put(T item, int milliseconds) => Put(item, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Takes an item; waits for somebody to put one.</summary>
    /// <exception cref="QueueEmptyException">Nobody put one within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed, or was meanwhile (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginGet))]
    public Suspension<T> Get(TimeSpan? timeout = null) => new(new Getting(this), Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Get(TimeSpan?)"/>
    [Begins(nameof(BeginGet))]
    public Suspension<T> Get(int milliseconds) => Get(TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Hands an item to somebody who waits for one on this hub, if there is one now.</summary>
    public bool TryPut(T item)
    {
        lock (_gate)
        {
            CheckThread();
            if (_isCompleted) return false;
            for (var waiter = _getters.First; waiter is not null; waiter = waiter.Next)
            {
                if (waiter is not Greenlet { Hub.IsCurrent: true } getter || !Claims.Take(getter)) continue;
                Hand(getter, item);
                return true;
            }

            return false;
        }
    }

    /// <summary>Takes the item of somebody who waits to put one, if there is one now.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T item)
    {
        lock (_gate)
        {
            CheckThread();
            if (!_putters.TryTake(out var waiter))
            {
                item = default;
                return false;
            }

            item = Accept(waiter);
            return true;
        }
    }

    /// <summary>Hands an item to somebody who waits for one.</summary>
    /// <exception cref="QueueFullException">Nobody does.</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed.</exception>
    public void PutNoWait(T item)
    {
        if (TryPut(item)) return;
        if (IsCompleted) throw new QueueShutDownException();
        throw new QueueFullException();
    }

    /// <summary>Takes the item of somebody who waits to put one.</summary>
    /// <exception cref="QueueEmptyException">Nobody does.</exception>
    /// <exception cref="QueueShutDownException">Nobody does, and the channel has been completed.</exception>
    public T GetNoWait()
    {
        if (TryGet(out var item)) return item;
        if (IsCompleted) throw new QueueShutDownException();
        throw new QueueEmptyException();
    }

    /// <summary>Nothing can be put any more. Those who wait to put still can be taken from; those who wait to get, and who come when nobody is left, get a <see cref="QueueShutDownException"/>; a <c>foreach</c> ends.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            CheckThread();
            _isCompleted = true;
            while (_getters.TryTakeUnclaimed(out var waiter)) waiter.WakeFromAnywhere();
        }
    }

    /// <summary>Takes items until the channel is completed.</summary>
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(this);

    private void CheckThread()
    {
        if (!IsShared && _home.Check()) _getters = _putters = default;
    }

    private void CheckHub(Hub here)
    {
        if (!IsShared && _home.Check(here)) _getters = _putters = default;
    }

    private void Park(ref WaiterList list, Greenlet greenlet, WaitSource source, long timeout)
    {
        list.Add(greenlet);
        if (IsShared) greenlet.ParkExternal(source, timeout);
        else greenlet.Park(source, timeout);
    }

    /// <summary>A getter of this hub gets its item.</summary>
    private void Hand(Greenlet getter, T item)
    {
        _getters.Remove(getter);
        ((IItemGetter<T>)getter.AwaitedSource!).Taker.Give(item);
        if (IsShared) getter.WakeFromAnywhere();
        else getter.Wake();
    }

    /// <summary>A putter of any hub is rid of its item.</summary>
    private T Accept(Waiter putter)
    {
        var putting = (Putting)putter.AwaitedSource!;
        putting.IsTaken = true;
        if (IsShared) putter.WakeFromAnywhere();
        else putter.Wake();
        return putting.Item;
    }

    /// <summary>Takes a putter out of its list who may be rid of its item, together with the getter.</summary>
    private bool TryTakePutter(Greenlet getter, [NotNullWhen(true)] out Waiter? putter)
    {
        for (putter = _putters.First; putter is not null; putter = putter.Next)
        {
            if (!Claims.Take(putter, getter)) continue;
            _putters.Remove(putter);
            return true;
        }

        return false;
    }

    /// <summary>On a getter's own hub: it takes from whoever waits to put. A match is always made there, so a getter that is being killed never holds an item.</summary>
    private void Match(Hub hub)
    {
        lock (_gate)
        {
            for (var next = _getters.First; next is Greenlet getter && !_putters.IsEmpty;)
            {
                next = getter.Next;
                if (ReferenceEquals(getter.Hub, hub) && TryTakePutter(getter, out var putter)) Hand(getter, Accept(putter));
            }
        }
    }

    /// <summary>Every hub on which somebody waits to get is asked to: the first that comes to it has the item, so that none which is busy keeps it from the others. Those that have ended do not wait any more.</summary>
    private void PostMatches()
    {
        HashSet<Hub> asked = [];
        for (var waiter = _getters.First; waiter is not null;)
        {
            var getter = (Greenlet)waiter;
            waiter = waiter.Next;
            if (getter.Hub.IsDisposed) _getters.Remove(getter);
            else if (asked.Add(getter.Hub)) getter.Hub.UnsafePost(() => Match(getter.Hub));
        }
    }

    private bool BeginGet(Greenlet greenlet, WaitSource source, ItemTaker<T> taker, long timeout)
    {
        lock (_gate)
        {
            if (TryGet(greenlet, taker)) return true;
            Park(ref _getters, greenlet, source, timeout);
            return false;
        }
    }

    private bool TryGet(Greenlet greenlet, ItemTaker<T> taker)
    {
        lock (_gate)
        {
            CheckHub(greenlet.Hub);
            if (!TryTakePutter(greenlet, out var putter)) return _isCompleted;
            taker.Give(Accept(putter));
            return true;
        }
    }

    private void CancelGet(Greenlet greenlet)
    {
        lock (_gate)
        {
            if (!_isCompleted) _getters.Remove(greenlet); // else it has been woken
        }
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"channel ({(IsCompleted ? "completed" : "open")}{InWords.Waiting(Statistics.WaitingGetters, "to get")}{InWords.Waiting(Statistics.WaitingPutters, "to put")})";
}

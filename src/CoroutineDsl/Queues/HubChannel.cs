using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A queue from many hubs to one, in batches: who receives takes all that has come in one go, and is woken once for it; so a value costs a short lock, and a change of threads only where the receiver had
/// nothing to do. A <c>foreach</c> takes items until the channel is completed and empty.
/// </summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <remarks>Any thread and hub may put. One greenlet receives at a time. Where a wait is killed or times out, nothing has been put, or taken.</remarks>
public sealed partial class HubChannel<T> : CoEnumerable<T>
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private List<T> _incoming = [];
    private List<T> _batch = [];
    private int _next;
    private AsyncResult<bool>? _arrival;
    private AsyncResult<bool>? _room;
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
        AsyncResult<bool>? arrival;
        lock (_gate)
        {
            if (_isCompleted) throw new QueueShutDownException();
            if (_incoming.Count >= _capacity) return false;
            _incoming.Add(item);
            (arrival, _arrival) = (_arrival, null);
        }

        arrival?.TrySet(true);
        return true;
    }

    /// <summary>Puts an item; waits for room where there is none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="TimeoutException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel has been completed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Put(T item, TimeSpan? timeout = null)
    {
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(PutWhenThereIsRoomCoroutine(item, timeout));
    }

    /// <summary>Takes an item; waits for one where there is none.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="TimeoutException">There was none within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The channel is empty and has been completed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<T> Get(TimeSpan? timeout = null)
    {
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(TakeWhenThereIsOneCoroutine(timeout));
    }

    /// <summary>Nothing more can be put. What has been can still be taken.</summary>
    public void Complete()
    {
        AsyncResult<bool>? arrival, room;
        lock (_gate)
        {
            _isCompleted = true;
            (arrival, _arrival) = (_arrival, null);
            (room, _room) = (_room, null);
        }

        arrival?.TrySet(true);
        room?.TrySet(true);
    }

    /// <inheritdoc/>
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(this);

    [Coroutine]
    private IEnumerator<Yield> PutWhenThereIsRoom(T item, TimeSpan? timeout)
    {
        var began = Hub.Current.Time.GetTimestamp();
        while (!TryPut(item))
        {
            AsyncResult<bool> room;
            lock (_gate)
            {
                if (_incoming.Count < _capacity || _isCompleted) continue;
                room = _room ??= new();
            }

            if (!room.Wait(Left(timeout, began)).Await()) throw new TimeoutException($"There was no room in the channel within {timeout}.");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<T>> TakeWhenThereIsOne(TimeSpan? timeout)
    {
        var began = Hub.Current.Time.GetTimestamp();
        T item;
        while (!TryTake(out item))
        {
            AsyncResult<bool> arrival;
            lock (_gate)
            {
                if (_incoming.Count > 0) continue;
                if (_isCompleted) throw new QueueShutDownException();
                arrival = _arrival ??= new();
            }

            if (!arrival.Wait(Left(timeout, began)).Await()) throw new TimeoutException($"There was nothing in the channel within {timeout}.");
        }

        Coroutine.SetResult(item);
        yield break;
    }

    private static TimeSpan? Left(TimeSpan? timeout, long began)
    {
        if (timeout is not { } limit) return null;
        var left = limit - Hub.Current.Time.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The next item of the batch; where that is used up, all that has come is the next batch.</summary>
    private bool TryTake(out T item)
    {
        if (_next == _batch.Count)
        {
            AsyncResult<bool>? room;
            _batch.Clear();
            _next = 0;
            lock (_gate)
            {
                (_batch, _incoming) = (_incoming, _batch);
                (room, _room) = (_room, null);
            }

            room?.TrySet(true);
        }

        if (_next == _batch.Count)
        {
            item = default!;
            return false;
        }

        item = _batch[_next++];
        return true;
    }

    private sealed partial class Enumerator(HubChannel<T> channel) : CoEnumerator<T>
    {
        private T _current = default!;

        public override T Current => _current;

        public override Suspension<bool> Step() => Waitables.From(NextCoroutine());

        public override bool BeginStep(Greenlet greenlet, Coroutine frame, out bool moved)
        {
            greenlet.Enter(frame);
            moved = channel.TryTake(out _current);
            return moved || greenlet.Begin(frame, NextCoroutine(), out moved);
        }

        [Coroutine]
        private IEnumerator<Yield<bool>> Next()
        {
            var hasItem = true;
            try
            {
                _current = channel.TakeWhenThereIsOne(null).Await();
            }
            catch (QueueShutDownException)
            {
                hasItem = false;
            }

            yield return hasItem;
        }
    }
}

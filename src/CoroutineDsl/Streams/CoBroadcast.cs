using System.Diagnostics.CodeAnalysis;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// Gives every value to every subscriber (Kotlin's <c>SharedFlow</c>; <see cref="CoBroadcast.State{T}(T)"/> is its <c>StateFlow</c>). All get them in the same order. Each has a buffer of its own, so a slow one does not lose what others have
/// taken: the overflow policy says what happens when its buffer is full.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
/// <remarks>For one hub. <c>foreach (var value in broadcast)</c> subscribes, and unsubscribes when it is left.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class CoBroadcast<T> : CoEnumerable<T>
{
    private CoSemaphore _turn = new(isFair: true); // who waits for room is followed by the next: all subscribers get the values in one order
    private Subscription[] _subscribers = []; // a new one for each change: what is given to all may make one leave
    private HubBinding _home;
    private readonly int _capacity;
    private readonly Overflow _overflow;
    private readonly bool _replaysLatest;
    private readonly Action<T>? _undelivered;
    private Exception? _failure;
    private T? _latest;

    /// <summary>Makes one without subscribers.</summary>
    /// <param name="capacity">How many values the buffer of a subscriber holds.</param>
    /// <param name="overflow">What happens to a value for which a subscriber has no room. With <see cref="Overflow.Wait"/> the slowest sets the pace.</param>
    /// <param name="replaysLatest">Whether a new subscriber gets the latest value first.</param>
    /// <param name="undelivered">Gets each value that a subscriber does not.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    public CoBroadcast(int capacity = 64, Overflow overflow = Overflow.Wait, bool replaysLatest = false, Action<T>? undelivered = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        (_capacity, _overflow, _replaysLatest, _undelivered) = (capacity, overflow, replaysLatest, undelivered);
    }

    /// <summary>How many subscribe to it now.</summary>
    public int SubscriberCount => _subscribers.Length;

    /// <summary>Whether a value was published.</summary>
    public bool HasLatest { get; private set; }

    /// <summary>The value that was published last; <c>default</c> before the first. To set it publishes, where a value without room is dropped, so that this never waits: <see cref="CoBroadcast.State{T}(T)"/>.</summary>
    /// <exception cref="InvalidOperationException">Set, and publishing may have to wait or fail (<see cref="Overflow.Wait"/>, <see cref="Overflow.Fail"/>); or from the callback for a value that is being published.</exception>
    /// <exception cref="QueueShutDownException">Set, and it is completed.</exception>
    [MaybeNull]
    public T Latest
    {
        get => _latest;
        set
        {
            if (_overflow is Overflow.Wait or Overflow.Fail) throw new InvalidOperationException("A subscriber may have no room: write 'Publish(value).Await()', or make the broadcast with Overflow.DropOldest.");
            if (TryPublish(value)) return;
            throw IsCompleted ? new QueueShutDownException() : new InvalidOperationException("Another value is being published.");
        }
    }

    /// <summary>Whether no value comes any more.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>Gives a value to all who subscribe now. Where the policy is to wait, it waits for room in each buffer, and for those who published before.</summary>
    /// <exception cref="QueueShutDownException">It is completed (from the wait).</exception>
    /// <exception cref="QueueFullException">A subscriber has no room, and that is a failure (from the wait). The others have the value.</exception>
    public Suspension Publish(T value) => Waitables.From(GiveToAllCoroutine(value));

    /// <summary>Gives a value to all who subscribe now, if that needs no wait.</summary>
    /// <returns><c>false</c>: a subscriber has no room, another publisher waits for some, or it is completed; nobody has the value.</returns>
    public bool TryPublish(T value)
    {
        CheckHub();
        if (IsCompleted || _turn.IsLocked || (_overflow is Overflow.Wait or Overflow.Fail && Array.Exists(_subscribers, subscriber => subscriber.IsFull))) return false;
        Keep(value);
        foreach (var subscriber in _subscribers) subscriber.Buffer.TryAdd(value);
        return true;
    }

    /// <summary>No value comes any more: subscribers end when they have taken what they have.</summary>
    /// <param name="failure">What they get then; <c>null</c>: they just end.</param>
    public void Complete(Exception? failure = null)
    {
        CheckHub();
        if (IsCompleted) return;
        IsCompleted = true;
        _failure = failure;
        foreach (var subscriber in _subscribers) subscriber.Buffer.End(failure);
    }

    /// <summary>Subscribes from now on. To be disposed of, or iterated to its end.</summary>
    public Subscription Subscribe() => new(this);

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"broadcast ({(IsCompleted ? "completed" : "open")}, {SubscriberCount} {(SubscriberCount == 1 ? "subscriber" : "subscribers")})";

    /// <inheritdoc/>
    public override CoEnumerator<T> GetEnumerator() => Subscribe().GetEnumerator();

    [Coroutine]
    private IEnumerator<Yield> GiveToAll(T value)
    {
        CheckHub();
        using var turn = _turn.Hold().Await();
        if (IsCompleted) throw new QueueShutDownException();
        Keep(value);
        QueueFullException? full = null;
        foreach (var subscriber in _subscribers)
        {
            try
            {
                if (!subscriber.Buffer.TryAdd(value)) subscriber.Buffer.Add(value).Await();
            }
            catch (QueueFullException failure)
            {
                full = failure;
            }
            catch (QueueShutDownException)
            {
                // it has left while this waited
            }
        }

        if (full is not null) throw full;
        yield break;
    }

    /// <summary>Who subscribed on a hub that has been disposed of does not any more.</summary>
    private void CheckHub()
    {
        if (!_home.Check()) return;
        _subscribers = [];
        _turn = new(isFair: true);
    }

    private void Keep(T value)
    {
        _latest = value;
        HasLatest = true;
    }

    /// <summary>One subscriber's values, from when it subscribed. They are taken once.</summary>
    public sealed partial class Subscription : CoEnumerable<T>, IDisposable
    {
        private readonly CoBroadcast<T> _owner;

        internal Subscription(CoBroadcast<T> owner)
        {
            _owner = owner;
            owner.CheckHub();
            Buffer = new(owner._capacity, owner._overflow, owner._undelivered);
            if (owner._replaysLatest && owner.HasLatest) Buffer.TryAdd(owner._latest!);
            if (owner.IsCompleted) Buffer.End(owner._failure);
            else owner._subscribers = [.. owner._subscribers, this];
        }

        internal StreamBuffer<T> Buffer { get; }

        internal bool IsFull => Buffer.Values.IsFull;

        /// <inheritdoc/>
        public override CoEnumerator<T> GetEnumerator() => ValuesCoroutine().GetEnumerator();

        /// <summary>Subscribes no longer.</summary>
        public void Dispose()
        {
            _owner.CheckHub();
            _owner._subscribers = Array.FindAll(_owner._subscribers, subscriber => subscriber != this);
            Buffer.Leave();
        }

        [Coroutine]
        private IEnumerable<T> Values()
        {
            _owner.CheckHub();
            try
            {
                foreach (var value in Buffer.Values) yield return value;
                Buffer.ThrowIfFailed();
            }
            finally
            {
                Dispose();
            }
        }
    }
}

/// <summary>Makes broadcasts.</summary>
public static class CoBroadcast
{
    /// <summary>
    /// A value that many watch (Kotlin's <c>MutableStateFlow</c>): <c>state.Latest = 2</c> sets it and never waits, <c>foreach (var value in state)</c> gets the value of now and each later one. A slow watcher gets the latest and
    /// misses those before it. A value that is equal to the one before is given too: <c>state.DistinctUntilChanged()</c> leaves it out.
    /// </summary>
    /// <param name="value">The first value.</param>
    public static CoBroadcast<T> State<T>(T value) => new(capacity: 1, Overflow.DropOldest, replaysLatest: true) { Latest = value };
}

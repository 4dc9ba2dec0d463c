namespace CoroutineDsl.Jobs;

/// <summary>
/// A queue between processes (<c>multiprocessing.Queue</c>, <c>Manager().Queue()</c>). It lives in the process that makes it; passed to a job, it is the same queue there.
/// A <c>foreach</c> takes items until it is shut down and empty.
/// </summary>
/// <typeparam name="T">The type of the items, which are serialised.</typeparam>
/// <remarks>
/// <para>In the process that made it, for the hub that made it, which serves the others while it runs; elsewhere for any hub.</para>
/// <para>Where the wait of a <see cref="Get"/> is killed or times out, nothing has been taken, and a process that ends before its item has arrived has taken none either: it goes back to the front (unless
/// the queue has been shut down meanwhile). Where the wait of a <see cref="Put"/> in another process is killed or times out, the item may be in the queue.</para>
/// </remarks>
public sealed partial class ProcessQueue<T> : CoEnumerable<T>, IProcessHandle<ProcessQueue<T>>, IDisposable
{
    private readonly IJobSerializer _serializer = JobRegistry.DefaultSerializer;
    private readonly GivingQueue<T>? _items;
    private readonly SharedOwner? _owner;
    private readonly SharedClients? _clients;

    /// <summary>Makes a queue, which belongs to this process.</summary>
    /// <param name="maxSize">How many items it holds at most; null: no bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public ProcessQueue(int? maxSize = null)
    {
        _items = new(maxSize);
        _owner = new(new Target(this));
        Handle = _owner.Handle;
    }

    private ProcessQueue(string handle)
    {
        _clients = new(handle);
        Handle = handle;
    }

    /// <inheritdoc/>
    public string Handle { get; }

    /// <inheritdoc/>
    public static ProcessQueue<T> Open(string handle) => new(handle);

    /// <summary>Puts an item in; waits for room where there is none.</summary>
    /// <param name="item">The item.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="TimeoutException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The queue has been shut down (from the wait).</exception>
    /// <exception cref="IOException">The process that owns the queue has ended (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Put(T item, TimeSpan? timeout = null)
    {
        TimeoutArgument.Check(timeout);
        return PutItemCoroutine(QueueOperation.Put, item, timeout).AsSuspension();
    }

    /// <summary>Puts an item in, if there is room.</summary>
    /// <param name="item">The item.</param>
    /// <exception cref="QueueFullException">There is none (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The queue has been shut down (from the wait).</exception>
    /// <exception cref="IOException">The process that owns the queue has ended (from the wait).</exception>
    public Suspension PutNoWait(T item) => PutItemCoroutine(QueueOperation.TryPut, item, null).AsSuspension();

    /// <summary>Takes an item out; waits for one where there is none.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="TimeoutException">There was none within the timeout (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The queue is empty and has been shut down (from the wait).</exception>
    /// <exception cref="IOException">The process that owns the queue has ended (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<T> Get(TimeSpan? timeout = null)
    {
        TimeoutArgument.Check(timeout);
        return TakeItemCoroutine(QueueOperation.Get, timeout).AsSuspension();
    }

    /// <summary>Takes an item out, if there is one.</summary>
    /// <exception cref="QueueEmptyException">There is none (from the wait).</exception>
    /// <exception cref="QueueShutDownException">The queue is empty and has been shut down (from the wait).</exception>
    /// <exception cref="IOException">The process that owns the queue has ended (from the wait).</exception>
    public Suspension<T> GetNoWait() => TakeItemCoroutine(QueueOperation.TryGet, null).AsSuspension();

    /// <summary>How many items it holds.</summary>
    /// <exception cref="IOException">The process that owns the queue has ended (from the wait).</exception>
    public Suspension<int> Count() => CountItemsCoroutine().AsSuspension();

    /// <summary>Nothing more can be put. What is in it can still be taken; then <see cref="Get"/> throws and a <c>foreach</c> ends.</summary>
    /// <exception cref="IOException">The process that owns the queue has ended (from the wait).</exception>
    public Suspension ShutDown() => ShutDownItemsCoroutine().AsSuspension();

    /// <inheritdoc/>
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(this);

    /// <summary>In the process that made it: ends it, also for the others. Elsewhere it does nothing.</summary>
    public void Dispose() => _owner?.Dispose();

    private sealed partial class Enumerator(ProcessQueue<T> queue) : CoEnumerator<T>
    {
        private T _current = default!;

        public override T Current => _current;

        public override Suspension<bool> Step() => NextCoroutine().AsSuspension();

        [Coroutine]
        private IEnumerator<Yield<bool>> Next()
        {
            var hasItem = true;
            try
            {
                _current = queue.TakeItem(QueueOperation.Get, null).Await();
            }
            catch (QueueShutDownException)
            {
                hasItem = false;
            }

            yield return hasItem;
        }
    }
}

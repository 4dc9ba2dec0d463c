namespace CoroutineDsl;

/// <summary>Several hubs, each on a thread of its own: one a core, unless said otherwise. What is spawned on one stays there.</summary>
/// <remarks>All members are for any thread.</remarks>
public sealed class HubGroup : IDisposable
{
    private readonly AsyncResult<bool> _stop = new();
    private readonly Thread[] _threads;
    private readonly Hub[] _hubs;
    private int _next = -1;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">How many hubs; one a core unless given.</param>
    /// <param name="options">How each hub is made.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public HubGroup(int? count = null, HubOptions? options = null)
    {
        var hubs = count ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hubs, nameof(count));
        _hubs = new Hub[hubs];
        _threads = new Thread[hubs];
        using var started = new CountdownEvent(hubs);
        for (var i = 0; i < hubs; i++)
        {
            var index = i;
            _threads[i] = new Thread(() => Run(index, options ?? new HubOptions(), started)) { IsBackground = true, Name = $"CoroutineDsl hub {i}" };
            _threads[i].Start();
        }

        started.Wait();
    }

    /// <summary>How many hubs.</summary>
    public int Count => _hubs.Length;

    /// <summary>One of the hubs; for <see cref="Hub.Post"/>.</summary>
    public Hub this[int index] => _hubs[index];

    /// <summary>Spawns a coroutine on a hub of the group, in turn unless pinned: a task for its end, which fails as it fails and is cancelled where it is killed.</summary>
    /// <param name="coroutine">Called on that hub.</param>
    /// <param name="hub">Which hub.</param>
    /// <exception cref="ObjectDisposedException">The group has been stopped.</exception>
    public Task Spawn(Func<IEnumerator<Yield>> coroutine, int? hub = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Spawn(() => Greenlet.Spawn(coroutine()).AsTask(), hub).Unwrap();
    }

    /// <inheritdoc cref="Spawn(Func{IEnumerator{Yield}}, int?)"/>
    public Task<T> Spawn<T>(Func<IEnumerator<Yield<T>>> coroutine, int? hub = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Spawn(() => Greenlet.Spawn(coroutine()).AsTask(), hub).Unwrap();
    }

    /// <summary>Lets each hub end: greenlets that have not ended are killed, and their <c>finally</c> blocks run.</summary>
    public void Stop() => _stop.TrySet(true);

    /// <summary>Blocks the calling thread until all hubs have ended.</summary>
    public void Join()
    {
        foreach (var thread in _threads) thread.Join();
    }

    /// <summary><see cref="Stop"/> and <see cref="Join"/>.</summary>
    public void Dispose()
    {
        Stop();
        Join();
    }

    private Task<TTask> Spawn<TTask>(Func<TTask> spawn, int? hub)
    {
        ObjectDisposedException.ThrowIf(_stop.IsReady, this);
        var index = hub ?? (int)((uint)Interlocked.Increment(ref _next) % (uint)_hubs.Length);
        var spawned = new TaskCompletionSource<TTask>(TaskCreationOptions.RunContinuationsAsynchronously);
        _hubs[index].Post(() =>
        {
            try
            {
                spawned.SetResult(spawn());
            }
            catch (Exception exception)
            {
                spawned.SetException(exception);
            }
        });
        return spawned.Task;
    }

    private void Run(int index, HubOptions options, CountdownEvent started)
    {
        using var hub = new Hub(options);
        _hubs[index] = hub;
        started.Signal();
        _stop.Wait().Await();
        while (hub.Count > 0) Greenlet.KillAll(hub.Greenlets).Await();
    }
}

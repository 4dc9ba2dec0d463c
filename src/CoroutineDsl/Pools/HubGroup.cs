namespace CoroutineDsl;

/// <summary>Several hubs, each on a thread of its own: one a core, unless said otherwise. What is spawned on one stays there.</summary>
/// <remarks>All members are for any thread.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class HubGroup : IDisposable
{
    private readonly AsyncResult<bool> _stop = new();
    private readonly Lock _gate = new();
    private readonly Thread[] _threads;
    private readonly Hub[] _hubs;
    private readonly int[] _loads;
    private bool _isStopped;
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
        _loads = new int[hubs];
        _threads = new Thread[hubs];
        using var started = new CountdownEvent(hubs);
        for (var i = 0; i < hubs; i++)
        {
            var index = i;
            _threads[i] = new Thread(() => Run(index, options ?? new HubOptions(), started)) { IsBackground = true, Name = $"CoroutineDsl hub {i}" };
            _threads[i].UnsafeStart();
        }

        started.Wait();
    }

    /// <summary>How many hubs.</summary>
    public int Count => _hubs.Length;

    /// <summary>One of the hubs; for <see cref="Hub.Post(Action)"/>.</summary>
    public Hub this[int index] => _hubs[index];

    /// <summary>Spawns a coroutine on a hub of the group, in turn unless pinned: a task for its end, which fails as it fails and is cancelled where it is killed. Where its hub ends before it does, the task fails with an <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="coroutine">Called on that hub. What it throws, the task fails with.</param>
    /// <param name="hub">Which hub.</param>
    /// <exception cref="ObjectDisposedException">The group has been stopped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hub.</exception>
    public Task Spawn(Func<IEnumerator<Yield>> coroutine, int? hub = null)
    {
        return Spawn(coroutine, PlacementOf(hub));
    }

    /// <inheritdoc cref="Spawn(Func{IEnumerator{Yield}}, int?)"/>
    public Task<T> Spawn<T>(Func<IEnumerator<Yield<T>>> coroutine, int? hub = null)
    {
        return Spawn(coroutine, PlacementOf(hub));
    }

    /// <summary>Spawns a coroutine on a hub of the group: a task for its end, which fails as it fails and is cancelled where it is killed. Where its hub ends before it does, the task fails with an <see cref="ObjectDisposedException"/>.</summary>
    /// <param name="coroutine">Called on that hub. What it throws, the task fails with.</param>
    /// <param name="placement">On which hub.</param>
    /// <exception cref="ObjectDisposedException">The group has been stopped.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hub.</exception>
    public Task Spawn(Func<IEnumerator<Yield>> coroutine, HubPlacement placement)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Place(() => Greenlet.Spawn(coroutine()).AsTask(), placement).Unwrap();
    }

    /// <inheritdoc cref="Spawn(Func{IEnumerator{Yield}}, HubPlacement)"/>
    public Task<T> Spawn<T>(Func<IEnumerator<Yield<T>>> coroutine, HubPlacement placement)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Place(() => Greenlet.Spawn(coroutine()).AsTask(), placement).Unwrap();
    }

    /// <summary>Lets each hub end: whatever was spawned and has not ended is killed, its <c>finally</c> blocks run, and its task is cancelled. A greenlet that catches the exit and goes on keeps its hub going until it ends.</summary>
    public void Stop()
    {
        lock (_gate) _isStopped = true;
        _stop.TrySet(true);
    }

    /// <summary>Blocks the calling thread until all hubs have ended.</summary>
    /// <exception cref="InvalidOperationException">Called on one of the hubs.</exception>
    public void Join() => Join(System.Threading.Timeout.InfiniteTimeSpan);

    /// <summary>Blocks the calling thread until all hubs have ended: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="InvalidOperationException">Called on one of the hubs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public bool Join(TimeSpan timeout)
    {
        var ticks = Timeouts.Ticks(timeout);
        if (Hub.Here is { } here && _hubs.Contains(here)) throw new InvalidOperationException("A hub of the group cannot wait for its own end.");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (var thread in _threads)
        {
            if (ticks < 0) thread.Join();
            else if (!thread.Join((int)Math.Clamp(Math.Ceiling((timeout - clock.Elapsed).TotalMilliseconds), 0, int.MaxValue))) return false;
        }

        return true;
    }

    /// <summary><see cref="Stop"/> and <see cref="Join()"/>.</summary>
    public void Dispose()
    {
        Stop();
        Join();
    }

    private static HubPlacement PlacementOf(int? hub) => hub is { } pinned ? HubPlacement.Pinned(pinned) : HubPlacement.InTurn;

    private Task<TTask> Place<TTask>(Func<TTask> spawn, HubPlacement placement)
        where TTask : Task
    {
        var spawned = new TaskCompletionSource<TTask>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopped, this);
            var index = placement.Choose(_loads, ref _next);
            Interlocked.Increment(ref _loads[index]);
            _hubs[index].Post(Begin, () => Fail(Hub.Left("a coroutine")));

            void Begin()
            {
                try
                {
                    var task = spawn();
                    spawned.SetResult(task);
                    task.ContinueWith(_ => Interlocked.Decrement(ref _loads[index]), TaskContinuationOptions.ExecuteSynchronously);
                }
                catch (Exception exception)
                {
                    Fail(exception);
                }
            }

            void Fail(Exception exception)
            {
                Interlocked.Decrement(ref _loads[index]);
                spawned.SetException(exception);
            }
        }

        return spawned.Task;
    }

    private void Run(int index, HubOptions options, CountdownEvent started)
    {
        using var hub = new Hub(options);
        _hubs[index] = hub;
        started.Signal();
        try
        {
            _stop.Wait().Await();
            TakeLastPosts(hub);
            while (hub.Count > 0) Greenlet.KillAll(hub.Greenlets).Await();
        }
        catch (Exception exception)
        {
            hub.Report(hub.Main, exception); // a finally block waits for what can never come; or the hub cannot go on, since its clock or its selector fails
        }
    }

    /// <summary>Nothing is spawned after the stop; what was before is in the inbox, in front of this.</summary>
    private static void TakeLastPosts(Hub hub)
    {
        var taken = new AsyncResult<bool>();
        hub.Post(() => taken.Set(true));
        taken.Wait().Await();
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"{Count} hubs{(_isStopped ? ", stopped" : "")}";
}

using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A collection of at most so many running greenlets (gevent's <c>Pool</c>): to spawn one more waits until one has ended.</summary>
/// <remarks>For one hub.</remarks>
public sealed partial class Pool : GroupBase
{
    private CoSemaphore? _room;
    private int _excess; // members beyond a size that was made smaller

    /// <summary>Makes an empty pool.</summary>
    /// <param name="size">How many greenlets it holds at most; <c>null</c>: no bound. 0: none ever.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public Pool(int? size = null)
    {
        if (size is { } bound) ArgumentOutOfRangeException.ThrowIfNegative(bound, nameof(size));
        Size = size;
    }

    /// <summary>
    /// How many greenlets it holds at most; <c>null</c>: no bound. It may be changed at any time: who waits for room that there is now is spawned at once; where it holds more than it may, nobody is ended, and nobody comes in before enough have
    /// left.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public int? Size
    {
        get;
        set
        {
            if (value is { } size) ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(Size));
            Resize(field, value);
            field = value;
        }
    }

    /// <summary>How many more it can hold now; <see cref="int.MaxValue"/> where there is no bound.</summary>
    public int FreeCount => _room?.Count ?? int.MaxValue;

    /// <summary>Whether it has no room.</summary>
    public bool IsFull => FreeCount == 0;

    /// <summary>Spawns a coroutine as a member, as soon as there is room. Without a wait for it, nothing is spawned.</summary>
    /// <param name="coroutine">What to run.</param>
    /// <param name="name">The greenlet's name.</param>
    /// <param name="timeout">How long to wait for room at most.</param>
    /// <exception cref="PoolFullException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginSpawn))]
    public Suspension<Greenlet> Spawn(IEnumerator<Yield> coroutine, string? name = null, TimeSpan? timeout = null) => Spawn(Coroutine.FromIterator(coroutine), name, timeout);

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?, TimeSpan?)"/>
    [Begins(nameof(BeginSpawn))]
    public Suspension<Greenlet<T>> Spawn<T>(IEnumerator<Yield<T>> coroutine, string? name = null, TimeSpan? timeout = null) => Spawn(Coroutine.FromIterator(coroutine), name, timeout);

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?, TimeSpan?)"/>
    [Begins(nameof(BeginSpawn))]
    public Suspension<Greenlet> Spawn(Coroutine coroutine, string? name = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return WhenFree(() => Admit(Greenlet.Spawn(coroutine, name)), timeout);
    }

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?, TimeSpan?)"/>
    [Begins(nameof(BeginSpawn))]
    public Suspension<Greenlet<T>> Spawn<T>(Coroutine<T> coroutine, string? name = null, TimeSpan? timeout = null) => SpawnWhenFree(coroutine, name, timeout);

    /// <summary>Makes a greenlet a member until it ends, as soon as there is room. Nothing happens if it is one.</summary>
    /// <exception cref="PoolFullException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Add(Greenlet greenlet, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        return Waitables.From(new AddCall(this, greenlet, WhenFree(() => Admit(greenlet), timeout)));
    }

    /// <summary>Makes a greenlet a member if there is room now.</summary>
    public bool TryAdd(Greenlet greenlet)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        if (Contains(greenlet)) return true;
        if (!TryEnter()) return false;
        Enter(greenlet);
        return true;
    }

    /// <summary>Starts a greenlet that was created, as a member, as soon as there is room.</summary>
    /// <exception cref="PoolFullException">There was no room within the timeout (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension Start(Greenlet greenlet, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        return WhenFree(
            () =>
            {
                Enter(greenlet);
                greenlet.Start();
                return greenlet;
            },
            timeout);
    }

    /// <summary>Waits until there is room, and does not take it: how much there is, which is 0 when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<int> WaitAvailable(TimeSpan? timeout = null)
    {
        Timeouts.Ticks(timeout);
        return _room?.Wait(timeout) ?? Suspension<int>.FromValue(int.MaxValue);
    }

    /// <inheritdoc cref="WaitAvailable(TimeSpan?)"/>
    public Suspension<int> WaitAvailable(int milliseconds) => WaitAvailable(TimeSpan.FromMilliseconds(milliseconds));

    private protected override int WaitingForRoom => _room?.Statistics.Waiting ?? 0;

    private protected override bool TryEnter() => _room?.TryAcquire() ?? true;

    private protected override Suspension<bool> Enter(TimeSpan? timeout) => _room?.Acquire(timeout) ?? new Suspension<bool>(true);

    private protected override void Left()
    {
        if (_excess > 0) _excess--;
        else _room?.Release();
    }

    private void Resize(int? before, int? after)
    {
        if (after is not { } size)
        {
            if (_room?.Statistics.Waiting is > 0 and var waiting) _room.Release(waiting);
            _room = null;
            _excess = 0;
            return;
        }

        if (before is null || _room is null)
        {
            _room = new CoSemaphore(Math.Max(0, size - Count));
            _excess = Math.Max(0, Count - size);
            return;
        }

        var more = size - before.Value;
        for (; more > 0 && _excess > 0; more--) _excess--;
        if (more > 0) _room.Release(more);
        for (; more < 0; more++)
        {
            if (!_room.TryAcquire()) _excess++;
        }
    }

    private Greenlet Admit(Greenlet greenlet)
    {
        Enter(greenlet);
        return greenlet;
    }

    /// <summary>Makes a greenlet a member, unless it is one.</summary>
    private sealed class AddCall(Pool pool, Greenlet added, Suspension wait) : Coroutine
    {
        public override FrameLocation Location => new("Add", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End();
                return true;
            }

            State = 1;
            return pool.Contains(added) || greenlet.Begin(this, wait);
        }
    }
}

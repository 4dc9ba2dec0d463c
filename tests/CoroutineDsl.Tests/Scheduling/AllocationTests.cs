using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>What runs all the time allocates nothing: a switch, a park, a wake, and every operation of a primitive, whether it waits or not.</summary>
public sealed partial class AllocationTests : HubTest
{
    private const int Rounds = 2000;

    private readonly CoEvent _event = new();
    private readonly CoEvent _other = new();
    private readonly CoSemaphore _semaphore = new(1);
    private readonly CoSemaphore _fair = new(1, isFair: true);
    private readonly BoundedSemaphore _bounded = new(1);
    private readonly CoLock _lock = new();
    private readonly CoCondition _condition = new();
    private readonly CoBarrier _alone = new(1);
    private readonly CoBarrier _pair = new(2);
    private readonly CapacityLimiter _limiter = new(1);
    private readonly CoLocal<int> _local = new();
    private readonly AsyncResult<int> _result = new();
    private readonly CoQueue<int> _queue = new(1);
    private readonly CoLifoQueue<int> _lifo = new();
    private readonly CoPriorityQueue<int> _priority = new();
    private readonly CoJoinableQueue<int> _joinable = new();
    private readonly CoChannel<int> _channel = new();

    public static TheoryData<string> Operations =>
    [
        "event", "result", "semaphore", "fair semaphore", "bounded semaphore", "lock", "held lock", "condition", "barrier", "limiter", "local", "queue", "other queues", "channel",
        "yield", "sleep", "timed wait", "parked on an event", "parked on a semaphore", "parked on a lock", "parked on a condition", "parked at a barrier", "parked at a limiter", "parked at a queue", "parked at a channel",
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public void It_allocates_nothing(string operation)
    {
        if (Ask(operation, 1) is not Coroutine) return; // not lowered: each wait costs a frame, and some a thread
        using var hub = Start();
        _result.Set(5);
        Assert.Equal(0, Spawn(Allocations.Least(() =>
        {
            if (operation.StartsWith("parked", StringComparison.Ordinal)) Spawn(OtherSide(operation));
            return Ask(operation, Rounds);
        })).Await());
    }

    [Fact]
    public void A_deadline_allocates_itself_and_no_more()
    {
        if (Scopes(1) is not Coroutine) return;
        using var hub = Start();
        Assert.InRange(Spawn(Allocations.Least(() => Scopes(Rounds))).Await(), 1, 100 * Rounds);
    }

    [Coroutine]
    private static IEnumerator<Yield> Scopes(int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            using var scope = CoTimeout.Start(Forever);
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Ask(string operation, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            switch (operation)
            {
                case "event":
                    _event.Set();
                    _event.Wait().Await();
                    _event.Clear();
                    break;
                case "result":
                    _result.Get().Await();
                    _result.Wait().Await();
                    break;
                case "semaphore":
                    _semaphore.Acquire().Await();
                    _semaphore.Release();
                    using (_semaphore.Hold().Await()) _semaphore.TryAcquire();
                    break;
                case "fair semaphore":
                    using (_fair.Hold().Await()) _fair.TryAcquire();
                    break;
                case "bounded semaphore":
                    using (_bounded.Hold().Await()) _bounded.TryAcquire();
                    break;
                case "lock":
                    _lock.Acquire().Await();
                    _lock.Release();
                    break;
                case "held lock":
                    using (_lock.Hold().Await())
                    using (_lock.Hold().Await()) _lock.TryAcquire();
                    _lock.Release();
                    break;
                case "condition":
                    _condition.Lock.Acquire().Await();
                    _condition.NotifyAll();
                    _condition.Lock.Release();
                    break;
                case "barrier":
                    _alone.Wait().Await();
                    break;
                case "limiter":
                    _limiter.Acquire().Await();
                    _limiter.Release();
                    break;
                case "local":
                    _local.Value++;
                    break;
                case "queue":
                    _queue.Put(i).Await();
                    _queue.Peek().Await();
                    _queue.Get().Await();
                    break;
                case "other queues":
                    _lifo.Put(i).Await();
                    _lifo.Get().Await();
                    _priority.Put(i).Await();
                    _priority.Get().Await();
                    _joinable.Put(i).Await();
                    _joinable.Get().Await();
                    _joinable.TaskDone();
                    _joinable.Join().Await();
                    break;
                case "channel":
                    _channel.TryPut(i);
                    _channel.TryGet(out _);
                    break;
                case "yield":
                    yield return Sleep();
                    break;
                case "sleep":
                    yield return Sleep(1);
                    break;
                case "timed wait":
                    _other.Wait(1).Await();
                    break;
                case "parked on an event":
                    _event.Set();
                    _other.Wait().Await();
                    _other.Clear();
                    break;
                case "parked on a semaphore":
                    _semaphore.Acquire().Await();
                    yield return Sleep();
                    _semaphore.Release();
                    yield return Sleep();
                    break;
                case "parked on a lock":
                    _lock.Acquire().Await();
                    yield return Sleep();
                    _lock.Release();
                    yield return Sleep();
                    break;
                case "parked on a condition":
                    _condition.Lock.Acquire().Await();
                    _condition.Wait().Await();
                    _condition.Lock.Release();
                    break;
                case "parked at a barrier":
                    _pair.Wait().Await();
                    break;
                case "parked at a limiter":
                    _limiter.Acquire().Await();
                    yield return Sleep();
                    _limiter.Release();
                    yield return Sleep();
                    break;
                case "parked at a queue":
                    _queue.Put(i).Await();
                    break;
                case "parked at a channel":
                    if (i % 2 == 0) _channel.Put(i).Await();
                    else _channel.Get().Await();
                    break;
            }
        }
    }

    /// <summary>The other side of what waits: where the two contend, one of the same kind.</summary>
    private IEnumerator<Yield> OtherSide(string operation) =>
        operation is "parked on a semaphore" or "parked on a lock" or "parked at a limiter" ? Ask(operation, Rounds) : Answer(operation);

    [Coroutine]
    private IEnumerator<Yield> Answer(string operation)
    {
        for (var i = 0; i < Rounds; i++)
        {
            switch (operation)
            {
                case "parked on an event":
                    _event.Wait().Await();
                    _event.Clear();
                    _other.Set();
                    break;
                case "parked on a condition":
                    while (_condition.Statistics.Waiting == 0) yield return Sleep();
                    _condition.Lock.Acquire().Await();
                    _condition.Notify();
                    _condition.Lock.Release();
                    break;
                case "parked at a barrier":
                    _pair.Wait().Await();
                    break;
                case "parked at a queue":
                    _queue.Get().Await();
                    break;
                case "parked at a channel":
                    if (i % 2 == 0) _channel.Get().Await();
                    else _channel.Put(i).Await();
                    break;
            }
        }
    }
}

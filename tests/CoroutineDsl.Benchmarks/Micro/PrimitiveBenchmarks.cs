using BenchmarkDotNet.Attributes;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>Each primitive, uncontended and with two greenlets that wait for one another by turns: no column but the time may show anything.</summary>
[MemoryDiagnoser]
public partial class PrimitiveBenchmarks
{
    private const int Operations = 100_000;

    private readonly CoEvent _event = new();
    private readonly CoSemaphore _semaphore = new(1);
    private readonly CoLock _lock = new();
    private readonly CoLocal<int> _local = new();
    private readonly CoQueue<int> _queue = new();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Lock() => Spawn(Locking()).Join().Await();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Semaphore() => Spawn(Acquiring()).Join().Await();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void EventThatIsSet() => Spawn(WaitingForWhatIsSet()).Join().Await();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void Local() => Spawn(Remembering()).Join().Await();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void QueueItem() => Spawn(PuttingAndGetting()).Join().Await();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void TimeoutScope() => Spawn(Scoping()).Join().Await();

    [Benchmark(OperationsPerInvoke = Operations)]
    public void SemaphoresByTurns()
    {
        CoSemaphore mine = new(0), yours = new(0);
        JoinAll(Spawn(TakingTurns(mine, yours)), Spawn(TakingTurns(yours, mine, begins: true))).Await();
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void ChannelItem()
    {
        var channel = new CoChannel<int>();
        JoinAll(Spawn(Sending(channel)), Spawn(Receiving(channel))).Await();
    }

    [Benchmark(OperationsPerInvoke = Operations)]
    public void WaitWithATimeoutThatDoesNotPass()
    {
        CoSemaphore mine = new(0), yours = new(0);
        JoinAll(Spawn(TakingTurnsInTime(mine, yours)), Spawn(TakingTurnsInTime(yours, mine, begins: true))).Await();
    }

    [Coroutine]
    private IEnumerator<Yield> Locking()
    {
        for (var i = 0; i < Operations; i++)
        {
            _lock.Acquire().Await();
            _lock.Release();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Acquiring()
    {
        for (var i = 0; i < Operations; i++)
        {
            _semaphore.Acquire().Await();
            _semaphore.Release();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitingForWhatIsSet()
    {
        for (var i = 0; i < Operations; i++)
        {
            _event.Set();
            _event.Wait().Await();
            _event.Clear();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Remembering()
    {
        for (var i = 0; i < Operations; i++) _local.Value++;
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> PuttingAndGetting()
    {
        for (var i = 0; i < Operations; i++)
        {
            _queue.Put(i).Await();
            _queue.Get().Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Scoping()
    {
        for (var i = 0; i < Operations; i++)
        {
            using var timeout = CoTimeout.Start(TimeSpan.FromHours(1));
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> TakingTurns(CoSemaphore mine, CoSemaphore yours, bool begins = false)
    {
        if (begins) yours.Release();
        for (var i = 0; i < Operations / 2; i++)
        {
            mine.Acquire().Await();
            yours.Release();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> TakingTurnsInTime(CoSemaphore mine, CoSemaphore yours, bool begins = false)
    {
        if (begins) yours.Release();
        for (var i = 0; i < Operations / 2; i++)
        {
            mine.Acquire(timeout: TimeSpan.FromHours(1)).Await();
            yours.Release();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Sending(CoChannel<int> channel)
    {
        for (var i = 0; i < Operations; i++) channel.Put(i).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Receiving(CoChannel<int> channel)
    {
        for (var i = 0; i < Operations; i++) channel.Get().Await();
        yield break;
    }
}

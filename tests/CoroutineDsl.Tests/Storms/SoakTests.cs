using System.Globalization;
using CoroutineDsl.Tests.Net;
using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Storms;

/// <summary>
/// All primitives at once, with kills, plain helpers, pool threads and a second hub: nothing is lost, and memory stays flat. A few seconds by default; <c>COROUTINEDSL_SOAK_SECONDS</c> (600 for ten minutes) makes it longer.
/// Alone, since it looks at the memory of the whole process.
/// </summary>
[Collection(Descriptors.Alone)]
public sealed partial class SoakTests(ITestOutputHelper output)
{
    private const int Workers = 40;

    private static readonly TimeSpan s_length = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("COROUTINEDSL_SOAK_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 3);

    private readonly CoQueue<int> _queue = new(8);
    private readonly CoChannel<int> _shared = new(isShared: true);
    private readonly CoLock _lock = new();
    private readonly CoSemaphore _semaphore = new(3);
    private readonly CoCondition _condition = new();
    private readonly CapacityLimiter _limiter = new(2);
    private readonly CoReaderWriterLock _readWrite = new();
    private readonly HubChannel<int> _between = new(8);
    private readonly WorkerPool _pool = new(2);
    private readonly List<Exception> _failures = [];
    private long _put;
    private long _got;
    private long _sharedPut;
    private long _sharedGot;
    private long _sent;
    private long _received;
    private long _operations;
    private int _readers;
    private int _writers;
    private int _inLock;
    private int _inSemaphore;
    private bool _isOver;
    private bool _isSharedOver;

    [Fact]
    public void Nothing_is_lost_and_memory_stays_flat()
    {
        var seed = StormSize.Seed();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var other = new Thread(OtherHub) { IsBackground = true };
        using var hub = new Hub(new HubOptions());
        hub.UnhandledException = (_, failure) => _failures.Add(failure);
        other.Start();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var workers = new Greenlet[Workers];
        for (var i = 0; i < Workers; i++) workers[i] = Spawn(Work(i, random.Next()));
        var kills = 0;
        var rounds = 0;
        long early = 0;
        while (clock.Elapsed < s_length)
        {
            Sleep(1).Await();
            var victim = random.Next(Workers);
            _ = workers[victim].Kill();
            kills++;
            if (workers[victim].IsReady) workers[victim] = Spawn(Work(victim, random.Next()));
            if (++rounds == 300) early = GC.GetTotalMemory(forceFullCollection: true);
        }

        _isOver = true;
        while (_queue.TryGet(out _)) _got++;
        _queue.ShutDown();
        KillAll(workers).Await();
        Sleep().Await();
        Volatile.Write(ref _isSharedOver, true);
        Assert.True(other.Join(TimeSpan.FromMinutes(1)), $"the other hub, seed {seed}");
        Assert.Empty(_failures);
        Assert.Equal((0, 0, 3, 0), (_inLock, _inSemaphore, _semaphore.Count, _limiter.BorrowedCount));
        Assert.False(_lock.IsLocked, $"seed {seed}");
        Assert.Equal(_put, _got);
        Assert.Equal(_sharedPut, Volatile.Read(ref _sharedGot));
        Assert.Equal(_sent, Volatile.Read(ref _received));
        Assert.Equal((0, 0, 0, false), (_readers, _writers, _readWrite.ReaderCount, _readWrite.IsWriteLocked));
        Assert.Equal(0, hub.Count);
        var late = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{_operations} operations, {kills} kills; {_put} items by the queue, {_sharedPut} by the shared channel, {_sent} by the hub channel; {early / 1024} KB after 300 kills, {late / 1024} KB at the end");
        _pool.Dispose();
        if (rounds > 1000) Assert.InRange(late, 0, early + 20_000_000);
    }

    private void OtherHub()
    {
        using var hub = new Hub(new HubOptions());
        var receiver = Spawn(Receives());
        Spawn(Drains()).Await();
        receiver.Await();
    }

    [Coroutine]
    private IEnumerator<Yield> Receives()
    {
        while (true)
        {
            var isOver = Volatile.Read(ref _isSharedOver);
            try
            {
                _between.Get(TimeSpan.FromMilliseconds(20)).Await();
                Interlocked.Increment(ref _received);
            }
            catch (TimeoutException)
            {
                if (isOver) break;
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Drains()
    {
        while (!Volatile.Read(ref _isSharedOver))
        {
            try
            {
                _shared.Get(20).Await();
                Interlocked.Increment(ref _sharedGot);
            }
            catch (QueueEmptyException)
            {
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Work(int number, int seed)
    {
        var random = new Random(seed);
        while (!_isOver)
        {
            switch ((number + random.Next(14)) % 14)
            {
                case 0:
                    _queue.Put(number, 5000).Await();
                    _put++;
                    break;
                case 1:
                case 2:
                    if (_queue.TryGet(out _)) _got++;
                    break;
                case 3:
                    using (_lock.Hold().Await())
                    {
                        _inLock++;
                        Assert.Equal(1, _inLock);
                        try
                        {
                            yield return Sleep(random.Next(2));
                        }
                        finally
                        {
                            _inLock--;
                        }
                    }

                    break;
                case 4:
                    using (_semaphore.Hold().Await())
                    {
                        _inSemaphore++;
                        try
                        {
                            yield return Sleep(random.Next(2));
                        }
                        finally
                        {
                            _inSemaphore--;
                        }
                    }

                    break;
                case 5:
                    Helper(random.Next(2));
                    break;
                case 6:
                    Hub.Current.Offload(() => Thread.SpinWait(100)).Await();
                    break;
                case 7:
                    _shared.Put(number).Await();
                    _sharedPut++;
                    break;
                case 8:
                    if (_limiter.Acquire(1).Await())
                    {
                        try
                        {
                            yield return Sleep(1);
                        }
                        finally
                        {
                            _limiter.Release();
                        }
                    }

                    break;
                case 9:
                    using (_readWrite.HoldRead().Await())
                    {
                        _readers++;
                        Assert.Equal(0, _writers);
                        try
                        {
                            yield return Sleep(random.Next(2));
                        }
                        finally
                        {
                            _readers--;
                        }
                    }

                    break;
                case 10:
                    using (_readWrite.HoldWrite().Await())
                    {
                        _writers++;
                        Assert.Equal((0, 1), (_readers, _writers));
                        try
                        {
                            yield return Sleep(random.Next(2));
                        }
                        finally
                        {
                            _writers--;
                        }
                    }

                    break;
                case 11:
                    _between.Put(number).Await();
                    _sent++;
                    break;
                case 12:
                    Assert.Equal(number, _pool.Apply(() => number).Await());
                    break;
                default:
                    using (CoTimeout.Start(1))
                    {
                        try
                        {
                            using (_condition.Lock.Hold().Await()) _condition.Wait().Await();
                        }
                        catch (CoTimeoutException)
                        {
                        }
                    }

                    break;
            }

            _operations++;
            yield return Sleep();
        }
    }

#pragma warning disable CORO006 // threads that are parked are a part of it
    private static void Helper(int milliseconds) => Sleep(milliseconds).Await();
}

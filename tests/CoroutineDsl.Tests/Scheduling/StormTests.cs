using CoroutineDsl.Tests.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Greenlets killed and timed out at random while they wait at every primitive: nothing is left behind. Alone, since it looks at the memory of the whole process.</summary>
[Collection(Descriptors.Alone)]
public sealed partial class StormTests : HubTest
{
    private readonly CoEvent _event = new();
    private readonly CoSemaphore _semaphore = new(3);
    private readonly CoLock _lock = new();
    private readonly CoCondition _condition = new();
    private readonly CoBarrier _barrier = new(3);
    private readonly CoQueue<int> _queue = new(2);
    private readonly CoChannel<int> _channel = new();
    private readonly CapacityLimiter _limiter = new(2);
    private readonly Pool _pool = new(3);

    [Fact]
    public void Nothing_is_left_behind()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using var hub = Start(new HubOptions { Seed = seed });
        for (var round = 0; round < 20; round++)
        {
            var greenlets = Enumerable.Range(0, 300).Select(_ => Spawn(Wanders(random))).ToList();
            for (var i = 0; i < 100; i++)
            {
                Sleep(random.Next(2)).Await();
                for (var k = 0; k < 3; k++) _ = greenlets[random.Next(greenlets.Count)].Kill();
                if (random.Next(3) == 0) _event.Set();
                if (random.Next(3) == 0) _event.Clear();
                if (_condition.Lock.TryAcquire())
                {
                    _condition.Notify(random.Next(3));
                    _condition.Lock.Release();
                }
            }

            KillAll(greenlets).Await();
            _pool.Kill().Await();
            Sleep(1).Await();
            Assert.True(
                (0, 0, 0, 0, 0, 0, 0, 0) == (_event.Statistics.Waiting, _semaphore.Statistics.Waiting, _lock.Statistics.Waiting, _condition.Statistics.Waiting, _barrier.WaitingCount, _queue.Statistics.WaitingGetters + _queue.Statistics.WaitingPutters, _channel.Balance, _limiter.Statistics.Waiting)
                && (3, false, false, 2, 3) == (_semaphore.Count, _lock.IsLocked, _condition.Lock.IsLocked, _limiter.AvailableCount, _pool.FreeCount),
                $"seed {seed}, round {round}: {_semaphore.Statistics} {_lock.Statistics} {_condition.Statistics} {_limiter.Statistics} {_pool.FreeCount}");
            Assert.Equal((0, 0, 0), (hub.Count, hub.Timers.Count, hub.ExternalWaits));
            Assert.All(greenlets, greenlet => Assert.True(greenlet.IsSuccessful, $"seed {seed}: {greenlet.Exception}"));
        }
    }

    [Fact]
    public void A_hundred_thousand_greenlets_come_and_go()
    {
        using var hub = Start();
        var before = Alive();
        for (var round = 0; round < 10; round++)
        {
            var greenlets = Enumerable.Range(0, 10_000).Select(i => Spawn(Waits(i))).ToArray();
            Sleep().Await();
            KillAll(greenlets.Where((_, i) => i % 3 == 0)).Await();
            _event.Set();
            JoinAll(greenlets).Await();
            _event.Clear();
        }

        Assert.Equal((0, 0, 0), (hub.Count, hub.Timers.Count, _event.Statistics.Waiting));
        Assert.InRange(Alive() - before, long.MinValue, 4_000_000);

        static long Alive() => GC.GetTotalMemory(forceFullCollection: true);
    }

    [Coroutine]
    private IEnumerator<Yield> Waits(int number)
    {
        yield return number % 2 == 0 ? (Suspension)_event.Wait() : Sleep(number % 7);
    }

    [Coroutine]
    private IEnumerator<Yield> Wanders(Random random)
    {
        for (var step = 0; step < 20; step++)
        {
            var patience = TimeSpan.FromMilliseconds(random.Next(4));
            using var scope = CoTimeout.Start(random.Next(3) == 0 ? patience : null);
            try
            {
                switch (random.Next(10))
                {
                    case 0:
                        _event.Wait(patience).Await();
                        break;
                    case 1:
                        using (_semaphore.Hold().Await()) Sleep(random.Next(2)).Await();
                        break;
                    case 2:
                        using (_lock.Hold().Await()) Sleep(random.Next(2)).Await();
                        break;
                    case 3:
                        using (_condition.Lock.Hold().Await()) _condition.Wait(patience).Await();
                        break;
                    case 4:
                        _barrier.Wait().Await();
                        break;
                    case 5:
                        _queue.Put(step, patience).Await();
                        break;
                    case 6:
                        _queue.Get(patience).Await();
                        break;
                    case 7:
                        if (random.Next(2) == 0) _channel.Put(step, patience).Await();
                        else _channel.Get(patience).Await();
                        break;
                    case 8:
                        if (_limiter.Acquire(patience).Await())
                        {
                            try
                            {
                                Sleep(random.Next(2)).Await();
                            }
                            finally
                            {
                                _limiter.Release();
                            }
                        }

                        break;
                    default:
                        _pool.Spawn(Naps(random.Next(3))).Await();
                        break;
                }
            }
            catch (CoTimeoutException e) when (e.Timeout == scope)
            {
                // on to the next
            }
            catch (QueueFullException)
            {
                // on to the next
            }
            catch (QueueEmptyException)
            {
                // on to the next
            }
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Naps(int milliseconds)
    {
        yield return Sleep(milliseconds);
    }
}

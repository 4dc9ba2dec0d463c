using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Storms;

/// <summary>Every primitive of one hub, and greenlets that wander from one to the next, with little patience.</summary>
internal sealed partial class Playground(Hub hub, int seed)
{
    private readonly CoEvent _event = new();
    private readonly CoSemaphore _semaphore = new(3);
    private readonly CoSemaphore _fair = new(2, isFair: true);
    private readonly BoundedSemaphore _bounded = new(2);
    private readonly CoLock _lock = new();
    private readonly CoCondition _condition = new();
    private readonly CoBarrier _barrier = new(3);
    private readonly CapacityLimiter _limiter = new(2);
    private readonly CoLocal<int> _local = new();
    private readonly CoQueueBase<int>[] _queues = [new CoQueue<int>(2), new CoLifoQueue<int>(3), new CoPriorityQueue<int>(1), new CoJoinableQueue<int>(2)];
    private readonly Ledger[] _ledgers = [new(), new(), new(), new()];
    private readonly CoChannel<int> _channel = new();
    private readonly Ledger _sent = new();
    private readonly Pool _pool = new(3);
    private readonly Group _group = new();
    private readonly Random _random = new(seed);
    private readonly List<Greenlet> _greenlets = [];
    private int _holders;

    private CoJoinableQueue<int> Joinable => (CoJoinableQueue<int>)_queues[3];

    /// <summary>Lets so many wander, kills at random, and looks at what is left.</summary>
    public void Play(int count)
    {
        _greenlets.Clear();
        for (var i = 0; i < count; i++) _greenlets.Add(Spawn(Wander()));
        for (var i = 0; i < 60; i++)
        {
            Sleep(_random.Next(2)).Await();
            for (var k = count / 200; k >= 0; k--) _ = _greenlets[_random.Next(count)].Kill();
            if (_random.Next(3) == 0) _event.Set();
            if (_random.Next(3) == 0) _event.Clear();
            if (_random.Next(9) == 0) _barrier.Reset();
            if (!_condition.Lock.TryAcquire()) continue;
            _condition.Notify(_random.Next(3));
            _condition.Lock.Release();
        }

        KillAll(_greenlets).Await();
        _pool.Kill().Await();
        _group.Kill().Await();
        Sleep(50).Await();
        Check();
    }

    private void Check()
    {
        Assert.All(_greenlets, greenlet => Assert.True(greenlet.IsSuccessful, $"seed {seed}: {greenlet.Exception}"));
        var waiting = $"{_event.Statistics} {_semaphore.Statistics} {_fair.Statistics} {_bounded.Statistics} {_lock.Statistics} {_condition.Statistics} {_condition.Lock.Statistics} {_barrier.Statistics} {_limiter.Statistics} "
            + $"{_channel.Statistics} {_pool.Statistics} {_pool.FreeCount} {_group.Statistics} {Joinable.JoinStatistics}";
        Assert.True(
            waiting == $"{new WaitStatistics(0)} {new SemaphoreStatistics(3, 0)} {new SemaphoreStatistics(2, 0)} {new SemaphoreStatistics(2, 0)} {new LockStatistics(null, 0, 0)} {new WaitStatistics(0)} {new LockStatistics(null, 0, 0)} "
            + $"{new WaitStatistics(0)} {new SemaphoreStatistics(2, 0)} {new QueueStatistics(0, 0, 0, 0)} {new GroupStatistics(0, 0, 0)} 3 {new GroupStatistics(0, 0, 0)} {new WaitStatistics(0)}",
            $"seed {seed}: {waiting}");
        for (var i = 0; i < _queues.Length; i++)
        {
            while (_queues[i].TryGet(out var item)) _ledgers[i].Got(item);
            Assert.Equal((0, 0, 0), (_ledgers[i].Count, _queues[i].Statistics.WaitingGetters, _queues[i].Statistics.WaitingPutters));
        }

        while (Joinable.UnfinishedTasks > 0) Joinable.TaskDone();
        Assert.Equal((0, 0, 0, 0, 0), (_sent.Count, _holders, hub.Count, hub.Timers.Count, hub.ExternalWaits));
    }

    [Coroutine]
    private IEnumerator<Yield> Wander()
    {
        for (var step = _random.Next(8); step >= 0; step--)
        {
            var patience = TimeSpan.FromMilliseconds(_random.Next(4));
            using var scope = CoTimeout.Start(_random.Next(3) == 0 ? patience : null);
            try
            {
                switch (_random.Next(4))
                {
                    case 0:
                        Take(patience).Await();
                        break;
                    case 1:
                        Meet(patience).Await();
                        break;
                    case 2:
                        Pass(patience).Await();
                        break;
                    default:
                        Gather(patience).Await();
                        break;
                }
            }
            catch (CoTimeoutException e) when (e.Timeout == scope)
            {
                // on to the next
            }
        }

        yield break;
    }

    /// <summary>What one takes and gives back.</summary>
    [Coroutine]
    private IEnumerator<Yield> Take(TimeSpan patience)
    {
        switch (_random.Next(6))
        {
            case 0:
                using (_semaphore.Hold().Await()) Hold(3).Await();
                break;
            case 1:
                using (_fair.Hold().Await()) Sleep(_random.Next(2)).Await();
                break;
            case 2:
                if (!_bounded.Acquire(patience).Await()) break;
                try
                {
                    yield return Sleep(_random.Next(2));
                }
                finally
                {
                    _bounded.Release();
                }

                break;
            case 3:
                using (_lock.Hold().Await())
                using (_lock.Hold().Await()) Sleep(_random.Next(2)).Await();
                break;
            case 4:
                if (!_limiter.Acquire(patience).Await()) break;
                try
                {
                    yield return Sleep(_random.Next(2));
                }
                finally
                {
                    _limiter.Release();
                }

                break;
            default:
                if (_lock.Acquire(patience).Await()) _lock.Release();
                break;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Hold(int most)
    {
        Assert.InRange(++_holders, 1, most);
        try
        {
            yield return Sleep(_random.Next(2));
        }
        finally
        {
            _holders--;
        }
    }

    /// <summary>Where one waits for others.</summary>
    [Coroutine]
    private IEnumerator<Yield> Meet(TimeSpan patience)
    {
        switch (_random.Next(6))
        {
            case 0:
                _event.Wait(patience).Await();
                break;
            case 1:
                using (_condition.Lock.Hold().Await()) _condition.Wait(patience).Await();
                break;
            case 2:
                try
                {
                    _barrier.Wait(patience).Await();
                }
                catch (BrokenBarrierException)
                {
                    if (_barrier.IsBroken) _barrier.Reset();
                }

                break;
            case 3:
                yield return _greenlets[_random.Next(_greenlets.Count)].Join(patience);
                break;
            case 4:
                Greenlet.Wait([_event, _semaphore, (IWaitable)_greenlets[_random.Next(_greenlets.Count)]], 1, patience).Await();
                break;
            default:
                yield return _random.Next(2) == 0 ? Sleep(patience) : Idle();
                break;
        }
    }

    /// <summary>What one hands to another.</summary>
    [Coroutine]
    private IEnumerator<Yield> Pass(TimeSpan patience)
    {
        var which = _random.Next(_queues.Length + 1);
        if (which == _queues.Length)
        {
            if (_random.Next(2) == 0) Send(patience).Await();
            else Receive(patience).Await();
            yield break;
        }

        var (queue, ledger) = (_queues[which], _ledgers[which]);
        if (_random.Next(2) == 0)
        {
            try
            {
                var item = queue.Get(patience).Await();
                ledger.Got(item);
                if (queue == Joinable) Joinable.TaskDone();
            }
            catch (QueueEmptyException)
            {
                if (queue == Joinable) Joinable.Join(patience).Await();
            }

            yield break;
        }

        var mine = ledger.Next();
        ledger.Put(mine);
        var isIn = false;
        try
        {
            queue.Put(mine, patience).Await();
            isIn = true;
        }
        catch (QueueFullException)
        {
            // on to the next
        }
        finally
        {
            if (!isIn) ledger.TakeBack(mine);
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Send(TimeSpan patience)
    {
        var item = _sent.Next();
        _sent.Put(item);
        var isTaken = false;
        try
        {
            _channel.Put(item, patience).Await();
            isTaken = true;
        }
        catch (QueueFullException)
        {
            // on to the next
        }
        finally
        {
            if (!isTaken) _sent.TakeBack(item);
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Receive(TimeSpan patience)
    {
        try
        {
            _sent.Got(_channel.Get(patience).Await());
        }
        catch (QueueEmptyException)
        {
            // on to the next
        }

        yield break;
    }

    /// <summary>Where greenlets look after greenlets.</summary>
    [Coroutine]
    private IEnumerator<Yield> Gather(TimeSpan patience)
    {
        switch (_random.Next(7))
        {
            case 0:
                _pool.Spawn(Nap()).Await();
                break;
            case 1:
                _group.Spawn(Nap());
                _group.Join(patience).Await();
                break;
            case 2:
                yield return Nursery.Run(nursery => Brood(nursery));
                break;
            case 3:
                JoinAll([Spawn(Nap()), Spawn(Nap())], patience, raiseError: true).Await();
                break;
            case 4:
                WithTimeout(patience, Name(), "late").Await();
                break;
            case 5:
                foreach (var _ in _group.IMapUnordered(milliseconds => NapFor(milliseconds), new[] { 1, 2, 3 }, maxSize: 2)) _local.Value++;
                break;
            default:
                var later = SpawnLater(patience, Nap());
                later.Link(_ => { });
                if (_random.Next(2) == 0) later.Kill().Await();
                break;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Brood(Nursery nursery)
    {
        nursery.Spawn(Nap());
        yield return Sleep(_random.Next(2));
        nursery.Spawn(Nap());
    }

    [Coroutine]
    private IEnumerator<Yield> Nap()
    {
        _local.Value = 1;
        yield return Sleep(_random.Next(3));
    }

    [Coroutine]
    private IEnumerator<Yield<int>> NapFor(int milliseconds)
    {
        yield return Sleep(milliseconds);
        yield return milliseconds;
    }

    [Coroutine]
    private IEnumerator<Yield<string>> Name()
    {
        yield return Sleep(_random.Next(3));
        yield return "in time";
    }
}

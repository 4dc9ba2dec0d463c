using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>What belongs to one hub, and is touched from another's thread while somebody of its own waits there or holds it: it throws, and says what is for several threads.</summary>
public sealed partial class WrongThreadTests : HubTest
{
    private readonly CoEvent _event = new();
    private readonly CoSemaphore _semaphore = new(0);
    private readonly CoLock _lock = new();
    private readonly CoLock _free = new();
    private readonly CoCondition _condition = new();
    private readonly CoBarrier _barrier = new(2);
    private readonly CapacityLimiter _limiter = new(1);
    private readonly CoQueue<int> _queue = new();
    private readonly CoChannel<int> _channel = new();
    private readonly Group _group = new();
    private Greenlet? _greenlet;

    public static TheoryData<string> Operations =>
    [
        "set", "clear", "wait for an event", "wait for one of several", "release", "acquire", "look at a semaphore", "lock", "try to lock", "notify", "arrive", "abort", "reset", "limit", "resize",
        "put", "get", "shut down", "send", "receive", "complete", "join", "get the result", "link", "join a group", "kill a group", "offload", "iterate",
    ];

    [Theory, Trait("Row", "112"), Trait("Row", "148")]
    [MemberData(nameof(Operations))]
    public void It_throws_and_names_what_is_for_several_threads(string operation)
    {
        using var hub = Start();
        _greenlet = _group.Spawn(Holds());
        foreach (var wait in (Func<Yield>[])[() => _event.Wait(), () => _semaphore.Acquire(), () => _barrier.Wait(), () => _queue.Get(), () => _channel.Get(), () => _limiter.Acquire()]) Spawn(Waits(wait));
        Spawn(WaitsForCondition());
        Sleep().Await();
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            using var other = new Hub(new HubOptions());
            thrown = Record.Exception(() => Touch(operation, hub));
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.Contains("an AsyncResult, a CoChannel made as shared, or Hub.Post", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
        Assert.Equal(9, hub.Count);
    }

    private void Touch(string operation, Hub hub)
    {
        switch (operation)
        {
            case "set": _event.Set(); break;
            case "clear": _event.Clear(); break;
            case "wait for an event": _event.Wait().Await(); break;
            case "wait for one of several": Wait(new object[] { _event }).Await(); break;
            case "release": _semaphore.Release(); break;
            case "acquire": _semaphore.Acquire().Await(); break;
            case "look at a semaphore": _semaphore.Wait().Await(); break;
            case "lock": _lock.Acquire().Await(); break;
            case "try to lock": _free.TryAcquire(); break;
            case "notify": _condition.Lock.TryAcquire(); break;
            case "arrive": _barrier.Wait().Await(); break;
            case "abort": _barrier.Abort(); break;
            case "reset": _barrier.Reset(); break;
            case "limit": _limiter.Acquire().Await(); break;
            case "resize": _limiter.Total = 2; break;
            case "put": _queue.Put(1).Await(); break;
            case "get": _queue.Get().Await(); break;
            case "shut down": _queue.ShutDown(); break;
            case "send": _channel.Put(1).Await(); break;
            case "receive": _channel.Get().Await(); break;
            case "complete": _channel.Complete(); break;
            case "join": _greenlet!.Join().Await(); break;
            case "get the result": _greenlet!.Await(); break;
            case "link": _greenlet!.Link(_ => { }); break;
            case "join a group": _group.Join().Await(); break;
            case "kill a group": _ = _group.Kill(); break;
            case "offload": hub.Offload(() => 1).Await(); break;
            case "iterate": Wait(new object[] { _greenlet! }).Await(); break;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Holds()
    {
        using (_lock.Hold().Await())
        using (_free.Hold().Await())
        {
            _limiter.Acquire().Await();
            yield return Sleep(-1);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(Func<Yield> wait)
    {
        yield return wait();
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsForCondition()
    {
        _condition.Lock.Acquire().Await();
        Spawn(WaitsForLock(), "contender");
        yield return Sleep(-1);
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsForLock()
    {
        _condition.Lock.Acquire().Await();
        yield break;
    }
}

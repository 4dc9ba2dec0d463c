using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Choices;

/// <summary>Everyday words belong to the hub that touched them first, as queues do, and to the next when that one is gone.</summary>
public sealed partial class WordHomeTests : HubTest
{
    private readonly SingleFlight<string, int> _flights = new();
    private readonly CoBroadcast<int> _broadcast = new(capacity: 1);
    private readonly CoReaderWriterLock _gate = new();
    private readonly CoRateLimiter _limiter = new(1, 1000);
    private readonly Ticker _ticker = new(10);

    [Theory]
    [InlineData("run")]
    [InlineData("forget")]
    [InlineData("publish")]
    [InlineData("try to publish")]
    [InlineData("complete")]
    [InlineData("subscribe")]
    [InlineData("unsubscribe")]
    [InlineData("hear")]
    [InlineData("read")]
    [InlineData("permit")]
    [InlineData("tick")]
    public void Another_threads_hub_is_told(string operation)
    {
        using var hub = Start();
        var subscription = _broadcast.Subscribe();
        Spawn(_flights.Run("a", () => Answers(5)));
        Spawn(Hears());
        Spawn(_ticker.WaitForNextTick());
        _limiter.Acquire().Await();
        _gate.AcquireWrite().Await();
        Sleep(1).Await();
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            using var other = new Hub(new HubOptions());
            thrown = Record.Exception(() => Touch(operation, subscription));
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(60)));
        Assert.Contains("an AsyncResult, a CoChannel made as shared, or Hub.Post", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
        Assert.Equal((1, 2, false), (_flights.Count, _broadcast.SubscriberCount, _broadcast.HasLatest));
    }

    private void Touch(string operation, CoBroadcast<int>.Subscription subscription)
    {
        switch (operation)
        {
            case "run": _flights.Run("b", () => Answers(5)).Await(); break;
            case "forget": _flights.Forget("a"); break;
            case "publish": _broadcast.Publish(1).Await(); break;
            case "try to publish": _broadcast.TryPublish(1); break;
            case "complete": _broadcast.Complete(); break;
            case "subscribe": _broadcast.Subscribe(); break;
            case "unsubscribe": subscription.Dispose(); break;
            case "hear": subscription.First().Await(); break;
            case "read": _gate.AcquireRead(1).Await(); break;
            case "permit": _limiter.TryAcquire(); break;
            case "tick": _ticker.WaitForNextTick().Await(); break;
        }
    }

    [Fact]
    public void The_next_hub_finds_nobody_of_the_last()
    {
        using (Start())
        {
            Spawn(_flights.Run("a", () => Answers(5_000)));
            Spawn(Hears());
            Spawn(_broadcast.Publish(1));
            Spawn(_broadcast.Publish(2));
            Spawn(_broadcast.Publish(3));
            Sleep(1).Await();
        }

        using var hub = Start();
        Assert.Equal(6, _flights.Run("a", () => Answers(6)).Await());
        Assert.Equal(0, _flights.Count);
        _broadcast.Publish(4).Await();
        Assert.Equal(0, _broadcast.SubscriberCount);
        using var subscription = _broadcast.Subscribe();
        _broadcast.Publish(5).Await();
        Assert.Equal(5, subscription.First().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Answers(int milliseconds)
    {
        yield return Sleep(milliseconds);
        yield return milliseconds;
    }

    [Coroutine]
    private IEnumerator<Yield> Hears()
    {
        foreach (var value in _broadcast) Sleep(5_000).Await();
        yield break;
    }
}

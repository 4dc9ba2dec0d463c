using Xunit;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Tasks;

/// <summary>A token that ends one wait.</summary>
public sealed partial class WithCancellationTests : TaskTest
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CoQueue<int> _queue = new();

    [Theory, InlineData(true), InlineData(false)]
    public void The_wait_throws_with_the_token_and_the_greenlet_goes_on(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(isLowered ? Takes() : Unlowered(Takes));
        Sleep(1).Await();
        _cancellation.Cancel();
        greenlet.Join().Await();
        Assert.Equal("cancelled True then 7", Trace);
    }

    [Fact]
    public void Any_thread_may_cancel()
    {
        using var hub = RealTime();
        var greenlet = Spawn(Takes());
        Sleep(1).Await();
        new Thread(_cancellation.Cancel).Start();
        greenlet.Join().Await();
        Assert.Equal("cancelled True then 7", Trace);
    }

    [Fact]
    public void A_token_that_is_cancelled_already_begins_nothing()
    {
        using var hub = RealTime();
        _cancellation.Cancel();
        var wait = Coroutine.Cancellable(Task (_) => throw new InvalidOperationException("begun"));
        Assert.Throws<OperationCanceledException>(() => wait.WithCancellation(_cancellation.Token).Await());
    }

    [Fact]
    public void A_token_that_is_cancelled_later_ends_nothing()
    {
        using var hub = RealTime();
        var greenlet = Spawn(GoesOn());
        Sleep(1).Await();
        _cancellation.Cancel();
        greenlet.Join().Await();
        Assert.True(greenlet.IsSuccessful);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void It_is_heard_inside_a_shield(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(isLowered ? TakesInFinally() : Unlowered(TakesInFinally));
        Sleep(1).Await();
        _ = greenlet.Kill(); // its finally runs, behind a shield
        Sleep(1).Await();
        _cancellation.Cancel();
        greenlet.Join().Await();
        Assert.Equal("cancelled True then 7", Trace);
        Assert.Equal(0, hub.ExternalWaits);
    }

    [Fact]
    public void It_is_not_heard_in_a_shield_that_was_raised_later()
    {
        using var hub = RealTime();
        var greenlet = Spawn(ShieldedInside());
        Sleep(1).Await();
        _cancellation.Cancel();
        Sleep(1).Await();
        Assert.False(greenlet.IsReady);
        _queue.TryPut(3);
        greenlet.Join().Await();
        Assert.Equal("took 3", Trace);
    }

    [Fact]
    public void The_value_comes_through()
    {
        using var hub = RealTime();
        _queue.TryPut(5);
        Assert.Equal(5, _queue.Get().WithCancellation(_cancellation.Token).Await());
        Sleep(1).WithCancellation(_cancellation.Token).Await();
        Sleep(1).WithCancellation(CancellationToken.None).Await();
    }

    private static IEnumerator<Yield> Unlowered(Func<IEnumerator<Yield>> body) => body();

    [Coroutine]
    private IEnumerator<Yield> Takes()
    {
        try
        {
            _queue.Get().WithCancellation(_cancellation.Token).Await();
            Add("not reached");
        }
        catch (OperationCanceledException cancelled)
        {
            Add($"cancelled {cancelled.CancellationToken == _cancellation.Token}");
        }

        _queue.TryPut(7);
        Add($"then {_queue.Get().Await()}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> TakesInFinally()
    {
        try
        {
            yield return Sleep(Never);
        }
        finally
        {
            Takes().Await();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> ShieldedInside()
    {
        try
        {
            ((Suspension)Nursery.Shield(TakesOne())).WithCancellation(_cancellation.Token).Await();
        }
        catch (OperationCanceledException)
        {
            Add("cancelled");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> TakesOne()
    {
        Add($"took {_queue.Get().Await()}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> GoesOn()
    {
        _queue.TryPut(7);
        _queue.Get().WithCancellation(_cancellation.Token).Await();
        yield return Sleep(5);
    }
}

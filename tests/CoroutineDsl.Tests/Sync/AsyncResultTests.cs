using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class AsyncResultTests : HubTest
{
    [Fact]
    public void A_value_wakes_all_who_wait()
    {
        using var hub = Start();
        var result = new AsyncResult<int>();
        Check(result, ready: false, successful: false);
        var readers = Enumerable.Range(0, 3).Select(_ => Spawn(Reads(result))).ToArray();
        Sleep().Await();
        Assert.Equal(3, result.Statistics.Waiting);
        result.Set(5);
        Check(result, ready: true, successful: true);
        JoinAll(readers).Await();
        Assert.Equal([5, 5, 5], readers.Select(reader => reader.Value));
        Assert.Equal(5, result.Get().Await());
        Assert.Equal(5, result.GetNoWait());
        Assert.Equal(0, hub.ExternalWaits);
    }

    [Fact, Trait("Row", "105")]
    public void A_failure_is_thrown_at_every_wait()
    {
        using var hub = Start();
        var result = new AsyncResult<int>();
        Assert.Null(result.Exception);
        var reader = Spawn(Reads(result));
        Sleep().Await();
        var failure = new InvalidOperationException();
        result.SetException(failure);
        Check(result, ready: true, successful: false);
        reader.Join().Await();
        Assert.Same(failure, reader.Exception);
        Assert.Same(failure, result.Exception);
        Assert.Equal(0, result.Value);
        for (var i = 0; i < 2; i++) Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => result.Get().Await()));
        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => result.GetNoWait()));
        Assert.True(result.Wait().Await());
    }

    [Fact]
    public void It_is_set_once()
    {
        using var hub = Start();
        var result = new AsyncResult<int>();
        result.Set(1);
        Assert.Throws<InvalidOperationException>(() => result.Set(2));
        Assert.Throws<InvalidOperationException>(() => result.SetException(new TimeoutException()));
        Assert.False(result.TrySet(2));
        Assert.False(result.TrySetException(new TimeoutException()));
        Assert.Equal(1, result.Value);
        var failed = new AsyncResult<int>();
        Assert.True(failed.TrySetException(new TimeoutException()));
        Assert.False(failed.TrySet(2));
        Assert.IsType<TimeoutException>(failed.Exception);
    }

    [Fact, Trait("Row", "101"), Trait("Row", "103"), Trait("Row", "108")]
    public void Timeouts()
    {
        using var hub = Start();
        var result = new AsyncResult<int>();
        Assert.False(result.Wait(10).Await());
        var thrown = Assert.Throws<CoTimeoutException>(() => result.Get(10).Await());
        Assert.Contains("0.01 s", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0.02, Now);
        Assert.Throws<CoTimeoutException>(() => result.GetNoWait());
        Assert.Equal(0, result.Statistics.Waiting);
    }

    [Fact, Trait("Row", "106")]
    public void A_deadline_comes_before_a_later_value()
    {
        using var hub = Start();
        var result = new AsyncResult<int>();
        SpawnLater(20, Sets(result, 5));
        using (CoTimeout.Start(10, new TimeoutException())) Assert.Throws<TimeoutException>(() => result.Get().Await());
        Assert.Equal(5, result.Get().Await());
    }

    [Fact, Trait("Row", "107")]
    public void With_a_default_for_the_deadline()
    {
        using var hub = Start();
        Assert.Equal(-1, WithTimeout(Seconds(0.01), new AsyncResult<int>().Get(), -1).Await());
    }

    [Fact, Trait("Row", "1"), Trait("Row", "113"), Trait("Row", "6"), Trait("Row", "7")]
    public void As_links_of_a_success()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(1));
        var (all, value, exception, late) = (new AsyncResult<int>(), new AsyncResult<int>(), new AsyncResult<int>(), new AsyncResult<int>());
        greenlet.Link(all.SetFrom);
        greenlet.LinkValue(value.SetFrom);
        greenlet.LinkException(exception.SetFrom);
        Assert.Equal(1, all.Get().Await());
        Assert.Equal(1, value.Get().Await());
        greenlet.Link(late.SetFrom);
        Assert.Equal(1, late.Get().Await());
        Assert.False(exception.Wait(10).Await());
    }

    [Fact, Trait("Row", "2"), Trait("Row", "114")]
    public void As_links_of_a_failure()
    {
        using var hub = Start();
        var greenlet = Spawn(Fails());
        var (all, value, exception) = (new AsyncResult<int>(), new AsyncResult<int>(), new AsyncResult<int>());
        greenlet.Link(all.SetFrom);
        greenlet.LinkValue(value.SetFrom);
        greenlet.LinkException(exception.SetFrom);
        var thrown = Assert.Throws<InvalidOperationException>(() => all.Get().Await());
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => exception.Get().Await()));
        Assert.Same(thrown, greenlet.Exception);
        Assert.False(value.Wait(10).Await());
    }

    [Fact, Trait("Row", "9")]
    public void As_a_link_of_a_kill()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(1));
        var (any, number) = (new AsyncResult<object>(), new AsyncResult<int>());
        greenlet.Link(any.SetFrom);
        greenlet.Link(number.SetFrom);
        greenlet.Kill().Await();
        Assert.IsType<GreenletExit>(any.Get().Await());
        Assert.Throws<GreenletKilledException>(() => number.Get().Await());
    }

    [Fact, Trait("Row", "109"), Trait("Row", "111"), Trait("Row", "304")]
    public void A_thread_may_set_it_while_the_main_program_waits()
    {
        using var hub = new Hub(new HubOptions());
        for (var i = 0; i < 2; i++)
        {
            var result = new AsyncResult<int>();
            var thread = new Thread(() => result.Set(7));
            Spawn(Starts(thread));
            Assert.Equal(7, result.Get().Await());
            thread.Join();
        }

        Assert.Equal(0, hub.ExternalWaits);
    }

    [Fact, Trait("Row", "110")]
    public void Greenlets_of_several_hubs_may_wait_for_one()
    {
        var result = new AsyncResult<int>();
        var values = new int[4];
        using var ready = new CountdownEvent(values.Length);
        var threads = Enumerable.Range(0, values.Length).Select(i => new Thread(() =>
        {
            using var hub = new Hub(new HubOptions());
            var reader = Spawn(Reads(result));
            Sleep().Await();
            ready.Signal();
            values[i] = reader.Await();
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        ready.Wait();
        result.Set(9);
        foreach (var thread in threads) thread.Join();
        Assert.Equal([9, 9, 9, 9], values);
    }

    [Fact]
    public void Readers_that_are_killed_while_a_thread_sets_it_are_woken_once_or_not_at_all()
    {
        using var hub = new Hub(new HubOptions());
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var result = new AsyncResult<int>();
            var readers = Enumerable.Range(0, 5).Select(_ => Spawn(ReadsAndSleeps(result))).ToArray();
            Sleep().Await();
            ThreadPool.UnsafeQueueUserWorkItem(_ => result.Set(1), null);
            foreach (var reader in readers.Where(_ => random.Next(2) == 0)) _ = reader.Kill();
            JoinAll(readers).Await();
            Assert.All(readers, reader => Assert.True(reader.IsSuccessful, $"seed {seed}"));
        }

        Assert.Equal(0, hub.ExternalWaits);
    }

    [Fact]
    public void A_reader_that_is_killed_after_another_thread_set_it_is_not_woken_from_its_next_wait()
    {
        using var hub = Start();
        var result = new AsyncResult<int>();
        var reader = Spawn(CatchesAndSleeps(result));
        Sleep().Await();
        var thread = new Thread(() => result.Set(1));
        thread.Start();
        thread.Join();
        _ = reader.Kill(new TimeoutException());
        reader.Await();
        Assert.Equal("caught slept", Trace);
        Assert.Equal(1, Now);
    }

    private static void Check<T>(AsyncResult<T> result, bool ready, bool successful)
    {
        Assert.Equal(ready, result.IsReady);
        Assert.Equal(successful, result.IsSuccessful);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Reads(AsyncResult<int> result)
    {
        var value = result.Get().Await();
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> ReadsAndSleeps(AsyncResult<int> result)
    {
        var value = result.Get().Await();
        yield return Sleep(1);
        yield return value;
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesAndSleeps(AsyncResult<int> result)
    {
        try
        {
            result.Get().Await();
        }
        catch (TimeoutException)
        {
            Add("caught");
        }

        yield return Sleep(Seconds(1));
        Add("slept");
    }

    [Coroutine]
    private static IEnumerator<Yield> Sets(AsyncResult<int> result, int value)
    {
        result.Set(value);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Starts(Thread thread)
    {
        thread.Start();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Fails()
    {
        yield return Sleep(1);
        throw new InvalidOperationException();
    }
}

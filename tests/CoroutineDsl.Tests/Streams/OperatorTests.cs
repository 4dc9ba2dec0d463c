using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

/// <summary>Operators on streams: Kotlin Flow's laws.</summary>
public sealed partial class OperatorTests : HubTest
{
    [Coroutine]
    private static IEnumerable<int> Count(OperatorTests test, int count, int pause = 1)
    {
        try
        {
            for (var i = 1; i <= count; i++)
            {
                Sleep(pause).Await();
                yield return i;
            }
        }
        finally
        {
            Sleep(1).Await();
            test.Add("ended");
        }
    }

    private CoEnumerable<int> Up(int count, int pause = 1) => CountCoroutine(this, count, pause);

    private string Of<T>(CoEnumerable<T> stream)
    {
        Log.Clear();
        var list = stream.ToList().Await();
        return string.Join(" ", list);
    }

    [Fact]
    public void They_say_what_LINQ_says()
    {
        using var hub = Start();
        Assert.Equal("2 4 6", Of(Up(3).Select(i => i * 2)));
        Assert.Equal("2 4", Of(Up(5).Where(i => i % 2 == 0)));
        Assert.Equal("1 1 2 1 2 3", Of(Up(3).SelectMany(i => Up(i))));
        Assert.Equal("1 2", Of(Up(5).Take(2)));
        Assert.Equal("", Of(Up(5).Take(0)));
        Assert.Equal("4 5", Of(Up(5).Skip(3)));
        Assert.Equal("1 2", Of(Up(5).TakeWhile(i => i < 3)));
        Assert.Equal("1 2 1", Of(Up(2).Concat(Up(1))));
        Assert.Equal("(1, 1) (2, 2)", Of(Up(2).Zip(Up(5))));
        Assert.Equal("1,2 3", string.Join(" ", Up(3).Chunk(2).ToList().Await().Select(chunk => string.Join(",", chunk))));
        Assert.Equal(4, Up(4).Count().Await());
        Assert.Equal(1, Up(4).First().Await());
        Assert.Throws<InvalidOperationException>(() => Up(0).First().Await());
        var query = from i in Up(3) where i > 1 from j in Up(2) select i * 10 + j;
        Assert.Equal("21 22 31 32", Of(query));
    }

    [Fact]
    public void Nothing_runs_before_somebody_iterates()
    {
        using var hub = Start();
        _ = Up(3).Select(i => i).Buffer(2).Where(i => true).Merge(Up(1)).Debounce(Seconds(1)).Timeout(Seconds(1));
        Sleep(100).Await();
        Assert.Empty(Log);
        Assert.Equal(0, hub.Count);
    }

    [Fact]
    public void A_consumer_that_leaves_ends_the_source()
    {
        Run(Leaves(this));
        Assert.Equal("ended ended ended ended ended", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Leaves(OperatorTests test)
    {
        var before = Hub.Current.Count;
        CoEnumerable<int>[] all = [test.Up(9).Select(i => i), test.Up(9).Buffer(2), test.Up(9).Where(i => true).Conflate(), test.Up(9).Merge(test.Up(9))];
        foreach (var stream in all)
        {
            foreach (var i in stream) break;
            Assert.Equal(before, Hub.Current.Count);
        }

        yield break;
    }

    [Fact]
    public void What_the_source_throws_the_consumer_gets_and_what_the_consumer_throws_passes()
    {
        using var hub = Start();
        Assert.Throws<FormatException>(() => Up(3).Select(i => i == 2 ? throw new FormatException() : i).Buffer(4).Where(i => true).ToList().Await());
        Assert.Throws<FormatException>(() => new[] { Up(3), Up(3).Select<int, int>(_ => throw new FormatException()) }.Merge().ToList().Await());
        Assert.Equal(0, hub.Count);
        Assert.Throws<OverflowException>(() => Spawn(Fails(this)).Get().Await());
        Sleep().Await();
        Assert.Equal(0, hub.Count);
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails(OperatorTests test)
    {
        foreach (var i in test.Up(3).Buffer(2)) throw new OverflowException();
        yield break;
    }

    [Fact]
    public void A_buffer_has_a_policy_and_gives_back_what_was_not_delivered()
    {
        using var hub = Start();
        var lost = new List<int>();
        Assert.Equal([1, 2, 3, 4, 5, 6], Spawn(Slow(Up(6).Buffer(2, Overflow.Wait, lost.Add))).Get().Await());
        Assert.Empty(lost);
        Assert.Equal([1, 5, 6], Spawn(Slow(Up(6).Buffer(2, Overflow.DropOldest, lost.Add))).Get().Await());
        Assert.Equal([2, 3, 4], lost);
        lost.Clear();
        Assert.Equal([1, 2, 3], Spawn(Slow(Up(6).Buffer(2, Overflow.DropNewest, lost.Add))).Get().Await());
        Assert.Equal([4, 5, 6], lost);
        lost.Clear();
        Assert.Throws<QueueFullException>(() => Spawn(Slow(Up(6).Buffer(2, Overflow.Fail, lost.Add))).Get().Await());
        Assert.Equal([4], lost);
        lost.Clear();
        Assert.Equal([1], Spawn(Slow(Up(6).Buffer(2, Overflow.Wait, lost.Add), leaves: true)).Get().Await());
        Assert.Equal([4, 2, 3], lost);
        Assert.Equal([1, 6], Spawn(Slow(Up(6).Conflate())).Get().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield<List<int>>> Slow(CoEnumerable<int> source, bool leaves = false)
    {
        var got = new List<int>();
        foreach (var i in source)
        {
            got.Add(i);
            Sleep(100).Await();
            if (leaves) break;
        }

        yield return got;
    }

    [Fact]
    public void Merge_bounds_how_many_run_at_once()
    {
        using var hub = Start();
        Assert.Equal([1, 1, 2, 2], Up(2, 2).Merge(Up(2, 2)).ToList().Await());
        var began = Now;
        Assert.Equal(20, Enumerable.Range(0, 10).Select(_ => Up(2, 1000)).Merge(maxConcurrency: 5).Count().Await());
        Assert.InRange(Now - began, 3.9, 4.5);
        Assert.Equal(3, Up(3).Select(_ => Up(1)).Merge().Count().Await());
    }

    [Fact]
    public void Debounce_and_timeout_go_by_the_clock()
    {
        using var hub = Start();
        Assert.Equal([3, 5], Spawn(ToListOf(BurstsCoroutine().Debounce(TimeSpan.FromMilliseconds(50)))).Get().Await());
        Assert.Throws<TimeoutException>(() => Up(3, 1000).Timeout(Seconds(0.5)).ToList().Await());
        Assert.Equal([1, 2], Up(2, 1000).Timeout(Seconds(2)).ToList().Await());
        Assert.Equal([3, 5], BurstsCoroutine().Debounce(50).ToList().Await());
        Assert.Throws<TimeoutException>(() => Up(3, 1000).Timeout(500).ToList().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield<List<int>>> ToListOf(CoEnumerable<int> source)
    {
        yield return source.ToList().Await();
    }

    [Coroutine]
    private static IEnumerable<int> Bursts()
    {
        yield return 1;
        Sleep(10).Await();
        yield return 2;
        yield return 3;
        Sleep(100).Await();
        yield return 4;
        yield return 5;
    }

    [Fact]
    public void A_broadcast_gives_every_value_to_every_subscriber()
    {
        using var hub = Start();
        var news = new CoBroadcast<int>(capacity: 2);
        news.Publish(0).Await();
        var one = Spawn(ToListOf(news.Subscribe()));
        var other = Spawn(Slow(news.Subscribe()));
        var publisher = Spawn(Publishes(news, 5));
        Assert.Equal([1, 2, 3, 4, 5], one.Get().Await());
        Assert.Equal([1, 2, 3, 4, 5], other.Get().Await());
        publisher.Get().Await();
        Assert.Equal(0, news.SubscriberCount);
        Assert.Throws<QueueShutDownException>(() => { news.Publish(6).Await(); });
    }

    [Fact]
    public void A_broadcast_replays_the_latest_and_drops_by_its_policy()
    {
        using var hub = Start();
        var lost = new List<int>();
        var news = new CoBroadcast<int>(capacity: 1, Overflow.DropOldest, replaysLatest: true, lost.Add);
        Assert.True(news.TryPublish(1));
        var slow = Spawn(Slow(news.Subscribe()));
        Sleep().Await();
        for (var i = 2; i <= 4; i++) Assert.True(news.TryPublish(i));
        Assert.Equal(4, news.Latest);
        news.Complete();
        Assert.Equal([1, 4], slow.Get().Await());
        Assert.Equal([2, 3], lost);
        Assert.Equal([4], Spawn(ToListOf(news)).Get().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield> Publishes(CoBroadcast<int> news, int count)
    {
        for (var i = 1; i <= count; i++) news.Publish(i).Await();
        news.Complete();
        yield break;
    }
}

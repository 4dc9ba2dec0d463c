using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Pools;

public sealed partial class PoolTests
{
    [Theory, Trait("Row", "241"), Trait("Row", "243"), Trait("Row", "244"), Trait("Row", "245"), Trait("Row", "352")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(null)]
    public void Maps(int? size)
    {
        using var hub = Start();
        var pool = new Pool(size);
        int[] items = [.. Enumerable.Range(0, 100)];
        var squares = items.Select(i => i * i).ToArray();
        Assert.Equal(squares, pool.Map(i => SquareSlowly(i), items).Await());
        Assert.Equal(squares, pool.Map(i => i * i, items).Await());
        Assert.Equal(squares, pool.MapAsync(i => SquareSlowly(i), items).Await());
        Assert.Equal(squares, pool.IMap(i => SquareSlowly(i), items));
        Assert.Equal(squares, pool.IMap(i => SquareSlowly(i), items, maxSize: 3));
        Assert.Equal(squares, pool.IMapUnordered(i => SquareSlowly(i), items).Order());
        Assert.Equal(squares, pool.IMapUnordered(i => SquareSlowly(i), items, maxSize: 2).Order());
        Assert.Empty(pool.Map(i => SquareSlowly(i), Array.Empty<int>()).Await());
        Assert.Empty(pool.IMap(i => SquareSlowly(i), Array.Empty<int>()));
        Assert.Empty(pool.IMapUnordered(i => SquareSlowly(i), Array.Empty<int>()));
        Assert.Empty(pool);
        Assert.Equal(size ?? int.MaxValue, pool.FreeCount);
    }

    [Theory, Trait("Row", "247")]
    [InlineData(null, "1 2 10")]
    [InlineData(3, "1 2 10")]
    [InlineData(1, "10 1 2")]
    public void Unordered_results_come_as_they_are_done(int? size, string expected)
    {
        using var hub = Start();
        Assert.Equal(expected, string.Join(' ', new Pool(size).IMapUnordered(i => Echo(i), new[] { 10, 1, 2 })));
    }

    [Fact, Trait("Row", "256"), Trait("Row", "257")]
    public void Failures_of_a_map()
    {
        using var hub = Start();
        var pool = new Pool(2);
        Assert.Throws<DivideByZeroException>(() => pool.Map(i => 1 / i, new[] { 1, 0, 2 }).Await());
        Assert.Throws<TimeoutException>(() => pool.Map(i => i, Breaks()).Await());
        Assert.Throws<TimeoutException>(() => Enumerable.ToList(pool.IMapUnordered(i => i, Breaks())));
        Assert.Throws<TimeoutException>(() => Enumerable.ToList(pool.IMap(i => i, Breaks())));
        pool.Join().Await();
        Assert.Equal(2, pool.FreeCount);
        Assert.Throws<InvalidOperationException>(() => pool.Map((Func<int, object>)(_ => SleepsFor(1)), [1]).Await());

        static IEnumerable<int> Breaks()
        {
            yield return 1;
            throw new TimeoutException();
        }
    }

    [Theory, Trait("Row", "258")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_failure_comes_at_its_place_and_the_next_step_goes_on(bool ordered)
    {
        using var hub = Start();
        var pool = new Pool(1);
        int[] items = [1, 0, 2];
        using var results = (ordered ? pool.IMap(i => 2 / i, items) : pool.IMapUnordered(i => 2 / i, items)).GetEnumerator();
        Assert.True(results.Step().Await());
        Assert.Equal(2, results.Current);
        Assert.Throws<DivideByZeroException>(() => results.Step().Await());
        Assert.True(results.Step().Await());
        Assert.Equal(1, results.Current);
        Assert.False(results.Step().Await());
    }

    [Fact, Trait("Row", "248"), Trait("Row", "249")]
    public void The_items_may_come_from_a_queue()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(items: [1, 2]);
        SpawnLater(10, PutsAndShutsDown(queue));
        Assert.Equal([1, 2, 3], new Pool(2).IMap(i => Echo(i), queue));
        Assert.Equal(0.013, Now);
    }

    [Fact, Trait("Row", "250")]
    public void The_look_ahead_is_bounded()
    {
        using var hub = Start();
        var begun = 0;
        using var results = new Group().IMap(
            i =>
            {
                begun++;
                return i;
            },
            Enumerable.Range(0, 100),
            maxSize: 2).GetEnumerator();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(results.Step().Await());
            Sleep(1).Await();
            Assert.Equal(i + 3, begun);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_step_that_is_interrupted_loses_no_result(bool isOrdered)
    {
        using var hub = Start();
        Spawn(StepsInTime(isOrdered)).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> StepsInTime(bool isOrdered)
    {
        var group = new Group();
        var steps = (isOrdered ? group.IMap((int i) => SleepsCoroutine(i), [4, 2, 3]) : group.IMapUnordered((int i) => SleepsCoroutine(i), [4, 2, 3])).GetEnumerator();
        var results = new List<int>();
        var interrupted = 0;
        while (true)
        {
            using var soon = CoTimeout.Start(Seconds(0.6));
            try
            {
                if (!steps.Step().Await()) break;
                results.Add(steps.Current);
            }
            catch (CoTimeoutException passed) when (passed.Timeout == soon)
            {
                interrupted++;
            }
        }

        Assert.Equal(isOrdered ? [4, 2, 3] : [2, 3, 4], results);
        Assert.True(interrupted > 3);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Sleeps(int seconds)
    {
        Sleep(Seconds(seconds)).Await();
        yield return seconds;
    }

    [Fact]
    public void A_loop_that_is_left_early_stops_feeding()
    {
        using var hub = Start();
        var begun = 0;
        foreach (var _ in new Pool(1).IMap(
            i =>
            {
                begun++;
                return i;
            },
            Enumerable.Range(0, 1000)))
        {
            break;
        }

        Sleep(1).Await();
        Assert.InRange(begun, 1, 3);
        Assert.Equal(0, hub.Count);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> SquareSlowly(int value)
    {
        yield return Sleep(value % 3);
        yield return value * value;
    }

    [Coroutine]
    private static IEnumerator<Yield> PutsAndShutsDown(CoQueue<int> queue)
    {
        yield return queue.Put(3);
        queue.ShutDown();
    }
}

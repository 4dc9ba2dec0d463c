using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Pools;

public sealed partial class PoolTests : HubTest
{
    [Fact, Trait("Row", "259"), Trait("Row", "260")]
    public void Members_leave_a_group_when_they_end()
    {
        using var hub = Start();
        var group = new Group();
        var first = group.Spawn(SleepsFor(10));
        group.Spawn(Fails(20), "failing");
        Assert.Equal(2, group.Count);
        Assert.True(group.Contains(first));
        Assert.False(group.Join(15).Await());
        Assert.Single(group);
        Assert.False(group.Contains(first));
        Assert.IsType<TimeoutException>(Record.Exception(() => { group.Join(raiseError: true).Await(); }));
        Assert.Equal(0.02, Now);
        Assert.Empty(group);
        Assert.True(group.Join().Await());
    }

    [Fact, Trait("Row", "253"), Trait("Row", "251"), Trait("Row", "240")]
    public void Empty_pools()
    {
        using var hub = Start();
        Assert.True(new Pool(2).Join().Await());
        var none = new Pool(0);
        Assert.Equal(0, none.FreeCount);
        Assert.True(none.IsFull);
        Assert.Equal(0, none.WaitAvailable(10).Await());
        Assert.Throws<PoolFullException>(() => none.Spawn(SleepsFor(1), timeout: Seconds(1)).Await());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pool(-1));
        Assert.False(new Pool().IsFull);
    }

    [Fact, Trait("Row", "254"), Trait("Row", "235"), Trait("Row", "255")]
    public void Spawning_into_a_full_pool_waits_for_room()
    {
        using var hub = Start();
        var pool = new Pool(1);
        Assert.Equal(1, pool.FreeCount);
        var first = pool.Spawn(SleepsFor(10)).Await();
        Assert.Equal(0, pool.FreeCount);
        Assert.Equal(0, Now);
        var second = pool.Spawn(SleepsFor(10)).Await();
        Assert.True(first.IsReady);
        Assert.Equal(0.01, Now);
        Assert.Single(pool);
        Assert.False(pool.Join(1).Await());
        Assert.True(pool.Join().Await());
        Assert.True(second.IsReady);
        Assert.Equal((0, 1), (pool.Count, pool.FreeCount));
    }

    [Fact, Trait("Row", "238"), Trait("Row", "239")]
    public void Adding_to_a_full_pool()
    {
        using var hub = Start();
        var pool = new Pool(1);
        pool.Add(Spawn(SleepsFor(1000))).Await();
        using (var scope = CoTimeout.Start(100)) Assert.Same(scope, Assert.Throws<CoTimeoutException>(() => pool.Add(Spawn(SleepsFor(1000))).Await()).Timeout);
        Assert.Equal((1, 0), (pool.Count, pool.FreeCount));
        Assert.False(pool.TryAdd(Spawn(SleepsFor(1))));
        Assert.Throws<PoolFullException>(() => pool.Add(Spawn(SleepsFor(1)), TimeSpan.Zero).Await());
        Assert.Throws<PoolFullException>(() => pool.Start(Create(SleepsFor(1)), Seconds(0.1)).Await());
        pool.Join().Await();
        Assert.Equal(1, pool.FreeCount);
        var started = Create(SleepsFor(1));
        pool.Start(started).Await();
        started.Join().Await();
        Assert.Equal(1, pool.FreeCount);
    }

    [Fact, Trait("Row", "237")]
    public void A_member_that_is_discarded_frees_its_place_once()
    {
        using var hub = Start();
        var pool = new Pool(1);
        var member = pool.Spawn(SleepsFor(1000)).Await();
        pool.Discard(member);
        Assert.Equal((0, 1), (pool.Count, pool.FreeCount));
        member.Kill().Await();
        Assert.Equal((0, 1), (pool.Count, pool.FreeCount));
    }

    [Fact, Trait("Row", "231"), Trait("Row", "233")]
    public void Apply_gives_the_result_and_runs_in_place_in_a_member()
    {
        using var hub = Start();
        var pool = new Pool(1);
        Assert.Equal(25, pool.Apply(SquareSlowly(5)).Await());
        Assert.Equal(36, pool.Apply(i => SquareSlowly(i), 6).Await());
        Assert.Equal(7, pool.Apply(() => 7).Await());
        Assert.Throws<DivideByZeroException>(() => pool.Apply(i => 1 / i, 0).Await());
        Assert.Equal(49, pool.Apply(Nested(pool)).Await());
        Assert.Equal(1, pool.FreeCount);
    }

    [Fact, Trait("Row", "230"), Trait("Row", "236"), Trait("Row", "242")]
    public void ApplyAsync_never_waits()
    {
        using var hub = Start();
        var pool = new Pool(2);
        var done = new List<int>();
        var greenlets = Enumerable.Range(1, 5).Select(i => pool.ApplyAsync(SquareSlowly(i), done.Add)).ToArray();
        Assert.Equal(2, pool.Count);
        Assert.Throws<CoTimeoutException>(() => greenlets[4].Get(TimeSpan.Zero).Await());
        Assert.Equal(25, greenlets[4].Await());
        JoinAll(greenlets).Await();
        Sleep().Await();
        Assert.Equal([1, 4, 9, 16, 25], done.Order());
        pool.ApplyAsync<int, int>(i => 1 / i, 0, done.Add).Join().Await();
        Assert.Equal(5, done.Count);
    }

    [Fact, Trait("Row", "246"), Trait("Row", "261"), Trait("Row", "264")]
    public void Kill_ends_all_members_and_those_that_come_meanwhile()
    {
        using var hub = Start();
        var pool = new Pool(2);
        var map = pool.MapAsync(i => SleepsTyped(1000), Enumerable.Range(0, 4));
        Sleep(1).Await();
        Assert.True(pool.Kill().Await());
        Assert.Equal(0.001, Now);
        Assert.Equal((0, 2), (pool.Count, pool.FreeCount));
        map.Join(Seconds(0.5)).Await();
        Assert.Equal(0, hub.Timers.Count);
    }

    [Fact, Trait("Row", "262")]
    public void Kill_without_waiting_takes_effect_at_the_next_wait()
    {
        using var hub = Start();
        var group = new Group();
        group.Spawn(SleepsFor(1000));
        group.Spawn(SleepsFor(1000));
        Sleep().Await();
        _ = group.Kill();
        Assert.Equal(2, group.Count);
        Sleep(1).Await();
        Assert.Empty(group);
    }

    [Fact, Trait("Row", "263")]
    public void Each_member_is_shot_once()
    {
        using var hub = Start();
        var group = new Group();
        var member = group.Spawn(Resists());
        Sleep().Await();
        var reason = new InvalidOperationException();
        for (var i = 0; i < 3; i++)
        {
            group.KillOne(member, reason, Seconds(0.1)).Await();
            Assert.False(group.Kill(reason, Seconds(0.1)).Await());
        }

        Assert.Equal("shot", Trace);
        member.Kill().Await();
        Assert.Empty(group);
    }

    [Fact, Trait("Row", "252")]
    public void A_join_that_times_out_raises_nothing()
    {
        using var hub = Start();
        var pool = new Pool(1);
        pool.Spawn(SleepsFor(10_000)).Await();
        Assert.False(pool.Join(100).Await());
        Assert.False(pool.Join(100, raiseError: true).Await());
        Assert.Equal(0.2, Now);
    }

    [Fact, Trait("Row", "232")]
    public void A_consumer_and_a_producer_in_one_pool()
    {
        using var hub = Start();
        var pool = new Pool(2);
        var set = new CoEvent();
        pool.Spawn(Consumes(set)).Await();
        pool.Spawn(Produces(set)).Await();
        pool.Join().Await();
        Assert.Equal("cons1 prod cons2", Trace);
    }

    [Fact, Trait("Row", "234")]
    public void A_reporter_that_throws_costs_the_pool_nothing()
    {
        using var hub = Start();
        hub.UnhandledException = (_, _) => throw new InvalidOperationException();
        var pool = new Pool(1);
        var member = pool.Spawn(Fails(1)).Await();
        Assert.Throws<TimeoutException>(() => member.Get().Await());
        Assert.Equal(1, pool.FreeCount);
        Assert.Equal(4, pool.Apply(SquareSlowly(2)).Await());
    }

    [Fact]
    public void Under_random_kills_no_place_is_lost()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        using var hub = Start(new HubOptions { Seed = seed });
        var pool = new Pool(5);
        for (var round = 0; round < 50; round++)
        {
            var spawners = Enumerable.Range(0, 20).Select(_ => Spawn(SpawnsInto(pool, random))).ToArray();
            for (var i = 0; i < 10; i++)
            {
                Sleep(random.Next(2)).Await();
                _ = spawners[random.Next(spawners.Length)].Kill();
                foreach (var member in pool.Where(_ => random.Next(3) == 0).ToArray()) _ = member.Kill();
            }

            KillAll(spawners).Await();
            Assert.True(pool.Kill().Await());
            Assert.True(pool.FreeCount == 5 && pool.Count == 0, $"seed {seed}, round {round}");
        }

        Assert.Equal((0, 0), (hub.Count, hub.Timers.Count));
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnsInto(Pool pool, Random random)
    {
        for (var i = 0; i < 5; i++) yield return pool.Spawn(SleepsFor(random.Next(3)));
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> SleepsTyped(int milliseconds)
    {
        yield return Sleep(milliseconds);
        yield return milliseconds;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails(int milliseconds)
    {
        yield return Sleep(milliseconds);
        throw new TimeoutException();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Echo(int value)
    {
        yield return Sleep(value);
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Nested(Pool pool)
    {
        var value = pool.Apply(SquareSlowly(7)).Await();
        yield return value;
    }

    [Coroutine]
    private IEnumerator<Yield> Resists()
    {
        while (true)
        {
            try
            {
                Sleep(Forever).Await();
            }
            catch (InvalidOperationException)
            {
                Add("shot");
            }
        }

#pragma warning disable CS0162 // an iterator needs a yield
        yield break;
#pragma warning restore CS0162
    }

    [Coroutine]
    private IEnumerator<Yield> Consumes(CoEvent set)
    {
        Add("cons1");
        yield return set.Wait();
        Add("cons2");
    }

    [Coroutine]
    private IEnumerator<Yield> Produces(CoEvent set)
    {
        Add("prod");
        set.Set();
        yield break;
    }
}

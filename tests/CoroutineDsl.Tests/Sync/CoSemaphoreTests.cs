using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class CoSemaphoreTests : HubTest
{
    [Fact, Trait("Row", "144")]
    public void Acquire_tells_whether_it_got_one_in_time()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(0);
        Assert.False(semaphore.Acquire(10).Await());
        Assert.Equal(0.01, Now);
        Assert.Equal(new SemaphoreStatistics(0, 0), semaphore.Statistics);
        semaphore.Release();
        Assert.True(semaphore.Acquire(10).Await());
        Assert.Equal(0.01, Now);
        Assert.Equal(0, semaphore.Count);
    }

    [Fact]
    public void A_look_that_was_too_long_says_so_and_the_next_wait_has_its_own_time()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(0);
        Assert.Equal(0, semaphore.Wait(TimeSpan.FromMilliseconds(10)).Await());
        Assert.Equal(0.01, Now);
        hub.Post(semaphore.Release);
        Assert.True(semaphore.Acquire(10).Await());
        hub.Post(() => semaphore.Release(2));
        Assert.Equal(2, semaphore.Wait(TimeSpan.FromMilliseconds(10)).Await());
        Assert.Equal(0.01, Now);
    }

    [Fact, Trait("Row", "171")]
    public void A_negative_value_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoSemaphore(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundedSemaphore(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CoSemaphore().Release(0));
    }

    [Fact, Trait("Row", "172")]
    public void Released_step_by_step()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(7);
        var acquired = 0;
        for (var i = 0; i < 10; i++) Spawn(Twice(semaphore, () => acquired++));
        Sleep().Await();
        Assert.Equal(7, acquired);
        semaphore.Release(7);
        Sleep(1).Await();
        Assert.Equal(14, acquired);
        semaphore.Release(6);
        Sleep(1).Await();
        Assert.Equal(20, acquired);
        Assert.True(semaphore.IsLocked);
        semaphore.Release();
        Assert.False(semaphore.IsLocked);
    }

    [Fact, Trait("Row", "173"), Trait("Row", "155")]
    public void TryAcquire_never_waits()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(4);
        var got = Enumerable.Range(0, 10).Select(_ => semaphore.TryAcquire()).ToArray();
        Assert.Equal(4, got.Count(acquired => acquired));
        Assert.Equal([true, true, true, true], got[..4]);
    }

    [Fact, Trait("Row", "174"), Trait("Row", "157")]
    public void Held_in_a_using_block_it_is_given_back_also_after_an_exception()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore();
        try
        {
            using (semaphore.Hold().Await())
            {
                Assert.False(semaphore.TryAcquire());
                throw new TimeoutException();
            }
        }
        catch (TimeoutException)
        {
        }

        Assert.Equal(1, semaphore.Count);
        Assert.True(semaphore.TryAcquire());
        var holder = Spawn(Holds(semaphore));
        Sleep().Await();
        Assert.Equal(1, semaphore.Statistics.Waiting);
        semaphore.Release();
        holder.Await();
        Assert.Equal("held 0", Trace);
        Assert.Equal(1, semaphore.Count);
    }

    [Fact, Trait("Row", "186")]
    public void Never_more_than_its_value_are_in()
    {
        using var hub = Start();
        var semaphore = new BoundedSemaphore(3);
        var (inside, most, entered) = (0, 0, 0);
        var greenlets = Enumerable.Range(0, 10).Select(i => Spawn(Visits(semaphore, i, change =>
        {
            inside += change;
            most = Math.Max(most, inside);
            if (change > 0) entered++;
        }))).ToArray();
        JoinAll(greenlets).Await();
        Assert.Equal((0, 3, 50), (inside, most, entered));
        Assert.Equal(3, semaphore.Count);
    }

    [Fact, Trait("Row", "175"), Trait("Row", "176")]
    public void Only_a_bounded_one_minds_being_released_too_often()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(1);
        semaphore.Release();
        Assert.Equal(2, semaphore.Count);
        var bounded = new BoundedSemaphore(2);
        Assert.Throws<SemaphoreFullException>(() => bounded.Release());
        Assert.True(bounded.TryAcquire());
        Assert.Throws<SemaphoreFullException>(() => bounded.Release(2));
        Assert.Equal(1, bounded.Count);
        bounded.Release();
        Assert.Equal(2, bounded.Count);
    }

    [Fact, Trait("Row", "156")]
    public void Contenders_come_in_one_by_one_in_the_order_in_which_they_came()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(0);
        for (var i = 0; i < 5; i++) Spawn(Enters(semaphore, $"{i}"));
        Sleep().Await();
        Assert.Empty(Log);
        semaphore.Release();
        Sleep(1).Await();
        Assert.Equal("0 1 2 3 4", Trace);
    }

    [Fact]
    public void Whoever_runs_may_take_what_was_given_back_before_the_first_in_line()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore();
        Spawn(Barges(semaphore, "a"));
        Spawn(Barges(semaphore, "b"));
        Sleep(10).Await();
        Assert.Equal("a a a b b b", Trace);
    }

    [Fact]
    public void A_fair_one_hands_on_to_the_first_in_line()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(isFair: true);
        Spawn(Barges(semaphore, "a"));
        Spawn(Barges(semaphore, "b"));
        Sleep(10).Await();
        Assert.Equal("a b a b a b", Trace);
    }

    [Fact, Trait("Row", "153")]
    public void Nobody_starves_where_two_play_ping_pong()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(0);
        var plain = Spawn(Enters(semaphore, "plain"));
        Spawn(PingPong(semaphore));
        Spawn(PingPong(semaphore));
        semaphore.Release();
        plain.Join(Seconds(1)).Await();
        Assert.Equal("plain", Trace);
    }

    [Fact]
    public void What_a_greenlet_that_is_killed_or_timed_out_waited_for_goes_to_the_next()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(0);
        var first = Spawn(Enters(semaphore, "first"));
        var timed = Spawn(TimesOut(semaphore, 5));
        Spawn(Enters(semaphore, "last"));
        Sleep().Await();
        semaphore.Release(); // the turn is due, the first is still in line
        first.Kill().Await();
        Sleep(1).Await();
        Assert.Equal("timed True", Trace); // it takes the one, and does not give it back
        var second = Spawn(TimesOut(semaphore, 5));
        Sleep(10).Await();
        Assert.Equal("timed True timed False", Trace);
        Assert.Equal(1, semaphore.Statistics.Waiting);
        semaphore.Release();
        Sleep(1).Await();
        Assert.Equal("timed True timed False last", Trace);
        Assert.Equal(new SemaphoreStatistics(1, 0), semaphore.Statistics);
    }

    [Fact]
    public void Wait_takes_nothing()
    {
        using var hub = Start();
        var semaphore = new CoSemaphore(0);
        Assert.Equal(0, semaphore.Wait(Seconds(1)).Await());
        var looker = Spawn(Looks(semaphore));
        Sleep().Await();
        semaphore.Release(2);
        looker.Await();
        Assert.Equal("sees 2", Trace);
        Assert.Equal(2, semaphore.Wait().Await());
        Assert.Equal(2, semaphore.Count);
    }

    [Fact, Trait("Row", "145"), Trait("Row", "147"), Trait("Row", "83")]
    public void It_can_be_waited_for_among_others()
    {
        using var hub = Start();
        var (one, other) = (new CoSemaphore(0), new CoSemaphore(1));
        Assert.Equal([other], Wait([one, other], count: 1).Await());
        Assert.Equal(1, other.Count);
        one.Release();
        Assert.Equal([one], Wait([one]).Await());
        foreach (var ready in IterateReady([one, other], count: 1)) Assert.Same(one, ready);
    }

    [Coroutine]
    private static IEnumerator<Yield> Twice(CoSemaphore semaphore, Action acquired)
    {
        for (var i = 0; i < 2; i++)
        {
            yield return semaphore.Acquire();
            acquired();
            yield return Sleep();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Visits(CoSemaphore semaphore, int number, Action<int> visit)
    {
        for (var i = 0; i < 5; i++)
        {
            using (semaphore.Hold().Await())
            {
                visit(1);
                yield return Sleep(number % 3);
                visit(-1);
            }
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Enters(CoSemaphore semaphore, string name)
    {
        yield return semaphore.Acquire();
        Add(name);
        yield return Sleep();
        semaphore.Release();
    }

    [Coroutine]
    private IEnumerator<Yield> Holds(CoSemaphore semaphore)
    {
        using (semaphore.Hold().Await())
        {
            Add($"held {semaphore.Count}");
            yield return Sleep();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Barges(CoSemaphore semaphore, string name)
    {
        for (var i = 0; i < 3; i++)
        {
            yield return semaphore.Acquire();
            Add(name);
            yield return Sleep();
            semaphore.Release();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> PingPong(CoSemaphore semaphore)
    {
        while (true)
        {
            yield return semaphore.Acquire();
            yield return Sleep(1);
            semaphore.Release();
            yield return Sleep();
        }
    }

    [Coroutine]
    private IEnumerator<Yield> TimesOut(CoSemaphore semaphore, int milliseconds)
    {
        var got = semaphore.Acquire(milliseconds).Await();
        Add($"timed {got}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Looks(CoSemaphore semaphore)
    {
        var count = semaphore.Wait().Await();
        Add($"sees {count}");
        yield break;
    }
}

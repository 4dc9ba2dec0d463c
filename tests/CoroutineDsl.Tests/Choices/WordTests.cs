using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Choices;

/// <summary>The words that programs reach for.</summary>
public sealed partial class WordTests : HubTest
{
    [Coroutine]
    private static IEnumerator<Yield<int>> After(WordTests test, int milliseconds, bool fails = false)
    {
        try
        {
            yield return Sleep(milliseconds);
            if (fails) throw new FormatException($"{milliseconds}");
        }
        finally
        {
            Sleep(1).Await();
            test.Add($"{milliseconds}");
        }

        yield return milliseconds;
    }

    [Fact]
    public void Race_kills_the_losers_and_waits_for_them()
    {
        using var hub = Start();
        var choice = Race(After(this, 30), After(this, 10), After(this, 20)).Await();
        Assert.Equal((1, 10), (choice.Index, choice.Value));
        Assert.Equal("10 30 20", Trace);
        Assert.Equal(0, hub.Count);
        Assert.Throws<FormatException>(() => Race(After(this, 30), After(this, 5, fails: true)).Await());
        Assert.Equal(0, hub.Count);
        Assert.Empty(Reported);
    }

    [Fact]
    public void All_gives_each_result_its_type_and_ends_all_with_the_first_failure()
    {
        using var hub = Start();
        var (one, two) = All(After(this, 30), After(this, 10)).Await();
        Assert.Equal((30, 10), (one, two));
        Assert.Equal([1, 2, 3], All(new[] { 1, 2, 3 }.Select(i => After(this, i))).Await());
        var began = Now;
        Assert.Throws<FormatException>(() => { All(After(this, 10_000), After(this, 5, fails: true), After(this, 3)).Await(); });
        Assert.InRange(Now - began, 0, 1);
        var (a, b) = All(Spawn(After(this, 4)), Spawn(After(this, 2))).Await();
        Assert.Equal((4, 2), (a, b));
        Assert.Equal(0, hub.Count);
        Assert.Empty(Reported);
    }

    [Fact]
    public void A_ticker_does_not_drift()
    {
        Run(Ticks(this));
        Assert.Equal("1:0.1 2:0.2 4:0.45 5:0.5", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Ticks(WordTests test)
    {
        using var ticker = new Ticker(100);
        foreach (var n in ticker)
        {
            test.Add(FormattableString.Invariant($"{n}:{Math.Round(test.Now, 3)}"));
            if (n == 5) break;
            Sleep(n == 2 ? 250 : 30).Await();
        }

        yield break;
    }

    [Fact]
    public void A_rate_limiter_lets_so_many_through()
    {
        Run(Limits(this));
        Assert.Equal("0 0 0.5 1 1.5", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Limits(WordTests test)
    {
        var limiter = new CoRateLimiter(permits: 2, TimeSpan.FromSeconds(1));
        var greenlets = SpawnAll(Enumerable.Range(0, 5), _ => Passes(test, limiter));
        JoinAll(greenlets, raiseError: true).Await();
        Assert.False(limiter.TryAcquire());
        Assert.False(limiter.Acquire(100).Await());
        yield return Sleep(10_000);
        Assert.Equal(2, limiter.AvailableCount);
        Assert.True(limiter.TryAcquire());
    }

    [Coroutine]
    private static IEnumerator<Yield> Passes(WordTests test, CoRateLimiter limiter)
    {
        Assert.True(limiter.Acquire().Await());
        test.Add(FormattableString.Invariant($"{Math.Round(test.Now, 3)}"));
        yield break;
    }

    [Fact]
    public void One_flight_a_key()
    {
        using var hub = Start();
        var flights = new SingleFlight<string, int>();
        var runs = 0;
        IEnumerator<Yield<int>> Make()
        {
            runs++;
            return After(this, 10);
        }

        var greenlets = SpawnAll(Enumerable.Range(0, 5), _ => Flies(flights, Make));
        Assert.All(JoinAll(greenlets).Await(), greenlet => Assert.Equal(10, greenlet.Value));
        Assert.Equal((1, 0), (runs, flights.Count));
        var two = SpawnAll(Enumerable.Range(0, 2), _ => Flies(flights, Make));
        Sleep(1).Await();
        two[0].Kill().Await();
        Assert.Equal(1, flights.Count);
        two[1].Kill().Await();
        Assert.Equal(0, flights.Count);
        Assert.Equal(0, hub.Count);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Flies(SingleFlight<string, int> flights, Func<IEnumerator<Yield<int>>> make)
    {
        yield return flights.Run("key", make).Await();
    }

    [Fact]
    public void Readers_share_and_writers_do_not_and_neither_starves()
    {
        Run(ReadsAndWrites(this));
        Assert.Equal("r1+ r2+ r1- r2- w+ w- r3+ r3-", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> ReadsAndWrites(WordTests test)
    {
        var gate = new CoReaderWriterLock();
        var all = new[] { Spawn(Holds(test, gate, "r1", false)), Spawn(Holds(test, gate, "r2", false)), Spawn(Holds(test, gate, "w", true)), Spawn(Holds(test, gate, "r3", false)) };
        var impatient = Spawn(GivesUp(gate));
        JoinAll(all, raiseError: true).Await();
        impatient.Get().Await();
        Assert.True(gate.TryAcquireWrite());
        Assert.False(gate.TryAcquireRead());
        gate.ReleaseWrite();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> GivesUp(CoReaderWriterLock gate)
    {
        Assert.False(gate.AcquireWrite(5).Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Holds(WordTests test, CoReaderWriterLock gate, string name, bool isWriter)
    {
        if (isWriter)
        {
            using var held = gate.HoldWrite().Await();
            test.Add($"{name}+");
            Sleep(10).Await();
            test.Add($"{name}-");
        }
        else
        {
            gate.AcquireRead().Await();
            test.Add($"{name}+");
            Sleep(10).Await();
            test.Add($"{name}-");
            gate.ReleaseRead();
        }

        yield break;
    }

    [Fact]
    public void A_condition_is_asked_when_something_has_run()
    {
        Run(Conditions());
    }

    [Coroutine]
    private static IEnumerator<Yield> Conditions()
    {
        var box = new int[1];
        var waiting = Spawn(WaitsFor(box));
        yield return Sleep(1);
        box[0] = 1;
        yield return Sleep(1);
        Assert.False(waiting.IsReady);
        box[0] = 3;
        Assert.True(waiting.Get().Await());
        Assert.False(WaitUntil(() => false, 20).Await());
        var choice = Choose(WaitUntil(() => box[0] == 4), Sleep(5)).Await();
        Assert.Equal(1, choice.Index);
        var failed = false;
        try
        {
            Spawn(WaitsFor([])).Get().Await();
        }
        catch (IndexOutOfRangeException)
        {
            failed = true;
        }

        Assert.True(failed);
    }

    [Coroutine]
    private static IEnumerator<Yield<bool>> WaitsFor(int[] box)
    {
        yield return WaitUntil(() => box[0] >= 3).Await();
    }

    [Fact]
    public void A_pool_may_be_resized()
    {
        Run(Resizes(this));
    }

    [Coroutine]
    private static IEnumerator<Yield> Resizes(WordTests test)
    {
        var pool = new Pool(2);
        var feeder = Spawn(Feeds(test, pool, 8));
        yield return Sleep(1);
        Assert.Equal(2, pool.Count);
        pool.Size = 4;
        yield return Sleep(1);
        Assert.Equal(4, pool.Count);
        pool.Size = 1;
        Assert.Equal((4, 0), (pool.Count, pool.FreeCount));
        yield return Sleep(110);
        Assert.Single(pool);
        pool.Size = null;
        yield return Sleep(1);
        Assert.Equal(4, pool.Count);
        feeder.Get().Await();
        pool.Join().Await();
        pool.Size = 3;
        Assert.Equal(3, pool.FreeCount);
    }

    [Coroutine]
    private static IEnumerator<Yield> Feeds(WordTests test, Pool pool, int count)
    {
        for (var i = 0; i < count; i++) pool.Spawn(After(test, 100)).Await();
        yield break;
    }

    [Fact]
    public void A_computing_loop_lets_others_run_at_its_checkpoints()
    {
        Run(Computes(this));
    }

    [Coroutine]
    private static IEnumerator<Yield> Computes(WordTests test)
    {
        var other = Spawn(TakesTurns());
        var turns = 0;
        while (!other.IsReady)
        {
            Checkpoint().Await();
            turns++;
            Assert.True(turns < 1_000_000);
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesTurns()
    {
        for (var i = 0; i < 10; i++) yield return Sleep();
    }

    [Fact]
    public void A_parking_lot_is_a_line()
    {
        Run(Parks(this));
        Assert.Equal("0 1 2", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Parks(WordTests test)
    {
        var lot = new ParkingLot();
        var parked = SpawnAll(Enumerable.Range(0, 3), i => ParksOnce(test, lot, i));
        yield return Sleep(1);
        Assert.Equal(3, lot.Count);
        Assert.Equal(1, lot.Unpark());
        yield return Sleep(1);
        Assert.Equal(2, lot.UnparkAll());
        JoinAll(parked).Await();
        Assert.False(lot.Park(5).Await());
        Assert.True(lot.IsEmpty);
    }

    [Coroutine]
    private static IEnumerator<Yield> ParksOnce(WordTests test, ParkingLot lot, int number)
    {
        Assert.True(lot.Park().Await());
        test.Add($"{number}");
        yield break;
    }

    [Fact]
    public void Somebody_else_drives_a_hub()
    {
        using var hub = new Hub(new HubOptions());
        var bots = SpawnAll(Enumerable.Range(0, 1000), _ => Bot(3));
        Assert.Equal(600, hub.RunReady(600));
        Assert.True(hub.RunReady(100_000) >= 400);
        while (bots.Any(bot => !bot.IsReady)) hub.RunReady(TimeSpan.FromMilliseconds(5));
        Assert.Equal(0, hub.RunReady(10));
        Assert.Throws<BlockingSwitchOutException>(() => Sleep(1).Await());
        var nested = Spawn(Drives(hub));
        hub.RunReady(10);
        Assert.IsType<InvalidOperationException>(nested.Exception);
        var posted = false;
        hub.Post(() => posted = true);
        hub.RunReady(0);
        Assert.True(posted);
    }

    [Coroutine]
    private static IEnumerator<Yield> Bot(int steps)
    {
        for (var i = 0; i < steps; i++) yield return Sleep(1);
    }

    [Coroutine]
    private static IEnumerator<Yield> Drives(Hub hub)
    {
        hub.RunReady(1);
        yield break;
    }
}

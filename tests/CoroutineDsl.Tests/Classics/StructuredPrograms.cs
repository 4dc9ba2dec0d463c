using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Classics;

/// <summary>The programs by which trio, Erlang and gevent are taught: structured concurrency, supervision.</summary>
public sealed partial class StructuredPrograms : HubTest
{
    [Fact]
    public void Happy_eyeballs()
    {
        Run(Connects());
        Assert.Equal("tries 1, tries 2, tries 3, 2 at 0.9", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Connects()
    {
        var winner = new AsyncResult<int>();
        using (var attempts = new Nursery())
        {
            attempts.Spawn(Starts(attempts, winner));
            Add(FormattableString.Invariant($"{winner.Get().Await()} at {Now}"));
            attempts.Cancel();
            attempts.Join().Await();
        }

        yield break;
    }

    // each address a quarter of a second after the one before, or as soon as that has failed
    [Coroutine]
    private IEnumerator<Yield> Starts(Nursery attempts, AsyncResult<int> winner)
    {
        foreach (var (address, seconds) in new[] { (1, double.PositiveInfinity), (2, 0.65), (3, 0.5) })
        {
            var failed = new CoEvent();
            attempts.Spawn(Attempt(address, seconds, failed, winner));
            failed.Wait(250).Await();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Attempt(int address, double seconds, CoEvent failed, AsyncResult<int> winner)
    {
        Add($"tries {address},");
        if (double.IsInfinity(seconds))
        {
            Sleep(Forever).Await();
            failed.Set();
        }
        else
        {
            Sleep(Seconds(seconds)).Await();
            winner.TrySet(address);
        }

        yield break;
    }

    [Fact]
    public void A_supervisor_starts_again_what_fails()
    {
        Run(Supervises());
        Assert.Equal("start 1, start 2, start 3, 3 is done", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Supervises()
    {
        for (var start = 1; ; start++)
        {
            var child = Spawn(Child(start));
            child.Join().Await();
            if (child.Exception is null) break;
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Child(int start)
    {
        Add($"start {start},");
        yield return Sleep(10);
        if (start < 3) throw new InvalidDataException("a crash");
        Add($"{start} is done");
    }

    [Fact]
    public void Cleaning_up_has_its_own_deadline()
    {
        Run(Leaves());
        Assert.Equal("begins, goodbye at 5, gives up at 7,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Leaves()
    {
        var client = Spawn(Client());
        Sleep(Seconds(5)).Await();
        yield return client.Kill();
    }

    [Coroutine]
    private IEnumerator<Yield> Client()
    {
        try
        {
            Add("begins,");
            Sleep(Forever).Await();
        }
        finally
        {
            Add($"goodbye at {Now},");
            if (!MoveOnAfter(Seconds(2), Goodbye()).Await()) Add($"gives up at {Now},");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Goodbye()
    {
        yield return Sleep(Forever); // an answer that never comes
    }

    [Fact]
    public void At_most_three_at_once()
    {
        Run(Crawls());
        Assert.Equal("10 pages, 3 at once, 4 s", Trace);
    }

    private int _underWay;
    private int _most;

    [Coroutine]
    private IEnumerator<Yield> Crawls()
    {
        var pool = new Pool(3);
        var pages = 0;
        foreach (var size in pool.IMapUnordered(number => Page(number), Enumerable.Range(1, 10))) pages += size;
        Add($"{pages} pages, {_most} at once, {Now} s");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<int>> Page(int number)
    {
        _most = Math.Max(_most, ++_underWay);
        Sleep(Seconds(1)).Await();
        _underWay--;
        yield return 1;
    }

    [Fact]
    public void One_question_for_all_who_ask_at_once()
    {
        Run(Asks());
        Assert.Equal("looks up a, a a a", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Asks()
    {
        var flights = new SingleFlight<string, string>();
        foreach (var asker in SpawnAll(Enumerable.Range(0, 3), _ => Ask(flights, "a"))) Add(asker.Get().Await());
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<string>> Ask(SingleFlight<string, string> flights, string key)
    {
        yield return flights.Run(key, () => LookUp(key)).Await();
    }

    [Coroutine]
    private IEnumerator<Yield<string>> LookUp(string key)
    {
        Add($"looks up {key},");
        yield return Sleep(100);
        yield return key;
    }

    [Fact]
    public void A_chat_room()
    {
        Run(Chat());
        Assert.Equal("Ann hears hello, Bob hears hello, Bob hears bye,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Chat()
    {
        var room = new CoBroadcast<string>();
        var ann = Spawn(Hears("Ann", room));
        var bob = Spawn(Hears("Bob", room));
        Sleep(1).Await();
        room.Publish("hello").Await();
        Sleep(1).Await();
        ann.Kill().Await();
        room.Publish("bye").Await();
        room.Complete();
        yield return bob.Join();
    }

    [Coroutine]
    private IEnumerator<Yield> Hears(string name, CoBroadcast<string> room)
    {
        foreach (var words in room) Add($"{name} hears {words},");
        yield break;
    }
}

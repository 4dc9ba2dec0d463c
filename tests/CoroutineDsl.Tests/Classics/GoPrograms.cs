using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Classics;

/// <summary>The programs by which Go is taught: channels, select, pipelines.</summary>
public sealed partial class GoPrograms : HubTest
{
    [Fact]
    public void Prime_sieve()
    {
        Run(Sieve(10));
        Assert.Equal("2 3 5 7 11 13 17 19 23 29", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Sieve(int count)
    {
        var numbers = new CoChannel<int>();
        Spawn(Count(numbers));
        for (var i = 0; i < count; i++)
        {
            var prime = numbers.Get().Await();
            Add($"{prime}");
            var left = new CoChannel<int>();
            Spawn(Filter(numbers, left, prime));
            numbers = left;
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Count(CoChannel<int> to)
    {
        for (var i = 2; ; i++) yield return to.Put(i);
    }

    [Coroutine]
    private static IEnumerator<Yield> Filter(CoChannel<int> from, CoChannel<int> to, int prime)
    {
        foreach (var number in from)
        {
            if (number % prime != 0) yield return to.Put(number);
        }
    }

    [Fact]
    public void Ping_pong()
    {
        Run(Match());
        Assert.Equal("ping 1, pong 2, ping 3, pong 4, ping 5, pong 6,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Match()
    {
        var table = new CoChannel<int>();
        var players = new Group();
        players.Spawn(Plays("ping", table));
        players.Spawn(Plays("pong", table));
        table.Put(0).Await();
        Sleep(Seconds(0.55)).Await();
        yield return players.Kill();
    }

    [Coroutine]
    private IEnumerator<Yield> Plays(string name, CoChannel<int> table)
    {
        while (true)
        {
            var ball = table.Get().Await() + 1;
            Add($"{name} {ball},");
            Sleep(100).Await();
            yield return table.Put(ball);
        }
    }

    [Fact]
    public void Daisy_chain()
    {
        Run(Whispers(1_000));
        Assert.Equal("1001", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Whispers(int length)
    {
        var left = new CoChannel<int>();
        var first = left;
        for (var i = 0; i < length; i++)
        {
            var right = new CoChannel<int>();
            Spawn(PassesOn(left, right));
            left = right;
        }

        Spawn(left.Put(1));
        Add($"{first.Get().Await()}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> PassesOn(CoChannel<int> left, CoChannel<int> right)
    {
        yield return left.Put(right.Get().Await() + 1);
    }

    [Fact]
    public void Fan_in()
    {
        Run(TwoTalk());
        Assert.Equal("Joe 0 Ann 0 Joe 1 Ann 1 Joe 2 Joe 3", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> TwoTalk()
    {
        var (joe, ann) = (Boring("Joe", 200), Boring("Ann", 300));
        var end = Spawn(Sleep(850));
        while (true)
        {
            switch (Choose(joe.Get(), ann.Get(), end.Join()).Await())
            {
                case (0, var words, _, _): Add(words); break;
                case (1, _, var words, _): Add(words); break;
                default: yield break;
            }
        }
    }

    private static CoChannel<string> Boring(string name, int milliseconds)
    {
        var channel = new CoChannel<string>();
        Spawn(Talks(channel, name, milliseconds));
        return channel;
    }

    [Coroutine]
    private static IEnumerator<Yield> Talks(CoChannel<string> to, string name, int milliseconds)
    {
        for (var i = 0; ; i++)
        {
            Sleep(milliseconds).Await();
            yield return to.Put($"{name} {i}");
        }
    }

    [Fact]
    public void The_first_of_several_replicas_answers()
    {
        Run(AskReplicas());
        Assert.Equal("web 2 after 0.03", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> AskReplicas()
    {
        var answer = Race(Replica("web 1", 90), Replica("web 2", 30), Replica("web 3", 60)).Await();
        Add(FormattableString.Invariant($"{answer.Value} after {Now}"));
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Replica(string name, int milliseconds)
    {
        Sleep(milliseconds).Await();
        yield return name;
    }

    [Fact]
    public void A_search_gives_what_has_come_in_time()
    {
        Run(Search());
        Assert.Equal("web image late", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Search()
    {
        var results = new CoQueue<string>();
        SpawnLater(20, results.Put("web"));
        SpawnLater(50, results.Put("image"));
        SpawnLater(200, results.Put("video"));
        try
        {
            using var limit = CoTimeout.Start(80);
            for (var i = 0; i < 3; i++) Add(results.Get().Await());
        }
        catch (CoTimeoutException)
        {
            Add("late");
        }

        yield break;
    }

    [Fact]
    public void Trees_with_the_same_fringe()
    {
        var tree = new Tree(new Tree(new Tree(null, 1, null), 2, new Tree(null, 3, null)), 4, new Tree(null, 5, null));
        var same = new Tree(new Tree(null, 1, null), 2, new Tree(new Tree(null, 3, null), 4, new Tree(null, 5, null)));
        var other = new Tree(new Tree(null, 1, null), 2, new Tree(new Tree(null, 3, null), 4, new Tree(null, 6, null)));
        using var hub = Start();
        Assert.True(Spawn(IsSame(tree, same)).Await());
        Assert.False(Spawn(IsSame(tree, other)).Await());
    }

    private sealed record Tree(Tree? Left, int Value, Tree? Right);

    [Coroutine]
    private static IEnumerable<int> Walk(Tree? tree)
    {
        if (tree is null) yield break;
        foreach (var value in Walk(tree.Left)) yield return value;
        Sleep(1).Await(); // it is read from a slow disk
        yield return tree.Value;
        foreach (var value in Walk(tree.Right)) yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield<bool>> IsSame(Tree one, Tree other)
    {
        foreach (var (first, second) in WalkCoroutine(one).Zip(WalkCoroutine(other)))
        {
            if (first != second) yield return false;
        }

        yield return true;
    }

    [Fact]
    public void Workers_share_jobs()
    {
        Run(Boss());
        Assert.Equal("2 4 6 8 10 in 2 s", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Boss()
    {
        var (jobs, results) = (new CoQueue<int>(items: [1, 2, 3, 4, 5]), new CoQueue<int>());
        jobs.ShutDown();
        JoinAll(SpawnAll(Enumerable.Range(0, 3), _ => Works(jobs, results))).Await();
        results.ShutDown();
        foreach (var result in results) Add($"{result}");
        Add($"in {Now} s");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Works(CoQueue<int> jobs, CoQueue<int> results)
    {
        foreach (var job in jobs)
        {
            Sleep(1000).Await();
            yield return results.Put(job * 2);
        }
    }

    [Fact]
    public void One_greenlet_owns_the_state()
    {
        Run(AskOwner());
        Assert.Equal("1 nothing", Trace);
    }

    private sealed record Read(string Key, AsyncResult<int?> Answer);

    [Coroutine]
    private IEnumerator<Yield> AskOwner()
    {
        var (reads, writes) = (new CoChannel<Read>(), new CoChannel<(string Key, int Value)>());
        Spawn(Owns(reads, writes));
        writes.Put(("a", 1)).Await();
        foreach (var key in new[] { "a", "b" })
        {
            var read = new Read(key, new AsyncResult<int?>());
            reads.Put(read).Await();
            Add(read.Answer.Get().Await() is { } value ? $"{value}" : "nothing");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Owns(CoChannel<Read> reads, CoChannel<(string Key, int Value)> writes)
    {
        var state = new Dictionary<string, int>();
        while (true)
        {
            switch (Choose(reads.Get(), writes.Get()).Await())
            {
                case (0, var read, _): read.Answer.Set(state.TryGetValue(read.Key, out var value) ? value : null); break;
                case (_, _, var write): state[write.Key] = write.Value; break;
            }
        }

        yield break;
    }

    [Fact]
    public void Requests_at_a_rate()
    {
        Run(Limited());
        Assert.Equal("0 0 0.2 0.4 0.6", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Limited()
    {
        var limiter = new CoRateLimiter(1, 200, burst: 2);
        for (var i = 0; i < 5; i++)
        {
            limiter.Acquire().Await();
            Add(FormattableString.Invariant($"{Now}"));
        }

        yield break;
    }
}

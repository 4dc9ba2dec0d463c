using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Classics;

/// <summary>The programs by which Kotlin's coroutines and flows are taught.</summary>
public sealed partial class FlowPrograms : HubTest
{
    [Fact]
    public void Search_as_you_type()
    {
        Run(SearchBox());
        Assert.Equal("asks cats, results of cats, asks dog, asks dogs, results of dogs,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> SearchBox()
    {
        var results = TypeCoroutine()
            .Debounce(300)
            .DistinctUntilChanged()
            .SelectLatest(words => Search(words));
        foreach (var result in results) Add($"{result},");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield<string>> Search(string words)
    {
        Add($"asks {words},");
        yield return Sleep(500);
        yield return $"results of {words}";
    }

    [Coroutine]
    private static IEnumerable<string> Type()
    {
        foreach (var (words, pause) in new[] { ("c", 0), ("ca", 100), ("cats", 100), ("cats", 1000), ("dog", 1000), ("dogs", 400) })
        {
            Sleep(pause).Await();
            yield return words;
        }
    }

    [Fact]
    public void A_flow_that_emits_and_is_left()
    {
        Run(TakesTwo());
        Assert.Equal("1 2 closed", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> TakesTwo()
    {
        foreach (var number in NumbersCoroutine().Take(2)) Add($"{number}");
        yield break;
    }

    [Coroutine]
    private IEnumerable<int> Numbers()
    {
        try
        {
            for (var i = 1; ; i++)
            {
                Sleep(100).Await();
                yield return i;
            }
        }
        finally
        {
            Sleep(10).Await();
            Add("closed");
        }
    }

    [Fact]
    public void Zipped_and_merged()
    {
        Run(ZipsAndMerges());
        Assert.Equal("1a 2b 3c at 1.2, 1 a 2 b 3 c", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> ZipsAndMerges()
    {
        foreach (var (number, letter) in EveryCoroutine(300, "1", "2", "3").Zip(EveryCoroutine(100, "a", "b", "c"))) Add($"{number}{letter}");
        Add(FormattableString.Invariant($"at {Now},"));
        foreach (var value in EveryCoroutine(200, "1", "2", "3").Merge(EveryCoroutine(250, "a", "b", "c"))) Add(value);
        yield break;
    }

    [Coroutine]
    private static IEnumerable<string> Every(int milliseconds, params string[] values)
    {
        foreach (var value in values)
        {
            Sleep(milliseconds).Await();
            yield return value;
        }
    }

    [Fact]
    public void A_hundred_thousand_increments_without_a_lock()
    {
        Run(Increments());
        Assert.Equal("100000", Trace);
    }

    private int _count;

    [Coroutine]
    private IEnumerator<Yield> Increments()
    {
        JoinAll(SpawnAll(Enumerable.Range(0, 100), _ => Increment(1_000))).Await();
        Add($"{_count}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Increment(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _count++;
            yield return Sleep();
        }
    }

    [Fact]
    public void Retry_with_a_growing_pause()
    {
        Run(Retries());
        Assert.Equal("failed at 0, failed at 1, failed at 3, page at 7", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Retries()
    {
        var pages = FetchCoroutine().Retry((failure, attempt) => failure is IOException && attempt < 5 ? Sleep(Seconds(1 << attempt)) : null);
        foreach (var page in pages) Add($"{page} at {Now}");
        yield break;
    }

    private int _attempts;

    [Coroutine]
    private IEnumerable<string> Fetch()
    {
        Sleep().Await();
        if (++_attempts <= 3)
        {
            Add($"failed at {Now},");
            throw new IOException("the line is down");
        }

        yield return "page";
    }

    [Fact]
    public void State_that_many_watch()
    {
        Run(Watched());
        Assert.Equal("a 0, a 2, b 2, a 3, b 3,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Watched()
    {
        var state = CoBroadcast.State(0);
        var watchers = new Group();
        watchers.Spawn(Watches("a", state));
        Sleep(1).Await();
        state.Latest = 1;
        state.Latest = 2;
        Sleep(1).Await();
        watchers.Spawn(Watches("b", state));
        Sleep(1).Await();
        state.Latest = 3;
        state.Complete();
        yield return watchers.Join();
    }

    [Coroutine]
    private IEnumerator<Yield> Watches(string name, CoBroadcast<int> state)
    {
        foreach (var value in state) Add($"{name} {value},");
        yield break;
    }

    [Fact]
    public void Two_calls_at_once_and_a_failure_that_ends_both()
    {
        Run(Concurrently());
        Assert.Equal("42 at 1, cancelled, no answer at 1.5", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Concurrently()
    {
        var (one, other) = All(Useful(13, 1), Useful(29, 1)).Await();
        Add(FormattableString.Invariant($"{one + other} at {Now},"));
        try
        {
            All(Endless(), Fails()).Await();
        }
        catch (IOException failure)
        {
            Add(FormattableString.Invariant($"{failure.Message} at {Now}"));
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Useful(int value, double seconds)
    {
        yield return Sleep(Seconds(seconds));
        yield return value;
    }

    [Coroutine]
    private IEnumerator<Yield> Endless()
    {
        try
        {
            yield return Sleep(Forever);
        }
        finally
        {
            Add("cancelled,");
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Sleep(Seconds(0.5));
        throw new IOException("no answer");
    }
}

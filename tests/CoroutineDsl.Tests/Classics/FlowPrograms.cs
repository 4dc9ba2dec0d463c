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
        Assert.Equal("results of cats, results of dogs,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> SearchBox()
    {
        foreach (var words in TypeCoroutine("c ca cats d dogs").Debounce(300))
        {
            Sleep(Seconds(0.1)).Await(); // the server looks it up
            Add($"results of {words},");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerable<string> Type(string words)
    {
        foreach (var word in words.Split(' '))
        {
            Sleep(Seconds(word == "d" ? 2 : 0.1)).Await();
            yield return word;
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
        var pause = Seconds(1);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Add($"{Fetch(attempt).Await()} at {Now}");
                yield break;
            }
            catch (IOException) when (attempt < 5)
            {
                Add($"failed at {Now},");
                Sleep(pause).Await();
                pause *= 2;
            }
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Fetch(int attempt)
    {
        yield return Sleep();
        if (attempt < 3) throw new IOException("the line is down");
        yield return "page";
    }

    [Fact]
    public void State_that_many_watch()
    {
        Run(Watched());
        Assert.Equal("a 1, a 2, b 2, a 3, b 3,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Watched()
    {
        var state = new CoBroadcast<int>(replaysLatest: true);
        var watchers = new Group();
        watchers.Spawn(Watches("a", state));
        Sleep(1).Await();
        state.Publish(1).Await();
        state.Publish(2).Await();
        Sleep(1).Await();
        watchers.Spawn(Watches("b", state));
        Sleep(1).Await();
        state.Publish(3).Await();
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

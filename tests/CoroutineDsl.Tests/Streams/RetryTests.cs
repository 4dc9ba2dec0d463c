using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

/// <summary>Kotlin's <c>retry</c> and <c>retryWhen</c>.</summary>
public sealed partial class RetryTests : HubTest
{
    private int _attempts;

    [Coroutine]
    private IEnumerable<int> Fails(int times)
    {
        var attempt = ++_attempts;
        try
        {
            yield return attempt;
            Sleep(10).Await();
            if (attempt <= times) throw new IOException($"{attempt}");
            yield return 100;
        }
        finally
        {
            Sleep(1).Await();
            Add($"ended {attempt},");
        }
    }

    private CoEnumerable<int> Failing(int times)
    {
        _attempts = 0;
        return FailsCoroutine(times);
    }

    [Fact]
    public void A_source_that_fails_is_iterated_anew()
    {
        using var hub = Start();
        Assert.Equal([1, 2, 3, 100], Failing(2).Retry(2).ToList().Await());
        Assert.Equal("ended 1, ended 2, ended 3,", Trace);
        Assert.Equal("3", Assert.Throws<IOException>(() => Failing(3).Retry(2).ToList().Await()).Message);
        Assert.Equal([1, 2, 100], Failing(1).Retry(5, failure => failure is IOException).ToList().Await());
        Assert.Throws<IOException>(() => Failing(1).Retry(5, failure => failure is FormatException).ToList().Await());
        Assert.Throws<IOException>(() => Failing(1).Retry(0).ToList().Await());
        Assert.Throws<ArgumentOutOfRangeException>(() => Failing(1).Retry(-1));
    }

    [Fact]
    public void A_pause_is_waited_for_and_none_gives_up()
    {
        using var hub = Start();
        Assert.Equal([1, 2, 3, 100], Failing(2).Retry((_, attempt) => Sleep(Seconds(1 << attempt))).ToList().Await());
        Assert.Equal(3.033, Now, 6);
        Assert.Equal("2", Assert.Throws<IOException>(() => Failing(5).Retry((failure, attempt) => failure is IOException && attempt < 1 ? Sleep(1) : null).ToList().Await()).Message);
        Assert.Throws<FormatException>(() => Failing(1).Retry((_, _) => throw new FormatException()).ToList().Await());
    }

    [Fact]
    public void What_ends_the_consumer_is_not_tried_again()
    {
        Run(Ends());
        Assert.Equal("ended 1, killed, ended 1, timed out, ended 1, cancelled,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Ends()
    {
        var killed = Spawn(Takes(Failing(0)));
        Sleep(5).Await();
        killed.Kill().Await();
        Add("killed,");
        try
        {
            using var limit = CoTimeout.Start(5);
            Takes(Failing(0)).Await();
        }
        catch (CoTimeoutException)
        {
            Add("timed out,");
        }

        if (!CancelScope.Run(_ => Takes(Failing(0)), 5).Await()) Add("cancelled,");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(CoEnumerable<int> values)
    {
        foreach (var value in values.Retry(100).Retry((_, _) => Suspension.Completed)) Assert.NotEqual(2, value);
        yield break;
    }

    [Fact]
    public void A_failure_of_the_consumer_is_not_one_of_the_source()
    {
        Run(Throws());
        Assert.Equal("ended 1,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Throws()
    {
        var isThrown = false;
        try
        {
            foreach (var value in Failing(0).Retry(3)) throw new IOException();
        }
        catch (IOException)
        {
            isThrown = true;
        }

        Assert.True(isThrown);
        yield break;
    }
}

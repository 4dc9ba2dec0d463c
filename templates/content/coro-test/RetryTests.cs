using CoroutineDsl;
using CoroutineDsl.Testing;
using Xunit;

public partial class RetryTests
{
    // Asks until there is an answer, and waits a minute longer between two questions each time.
    [Coroutine]
    static IEnumerator<Yield<int>> Retry(Func<bool> ask)
    {
        var tries = 1;
        while (!ask()) yield return Sleep(TimeSpan.FromMinutes(tries++));
        yield return tries;
    }

    [Fact]
    public void It_waits_longer_each_time() => CoTest.Run(WaitsLonger());

    // Six minutes pass on the clock of the test, and none on the wall's.
    [Coroutine]
    static IEnumerator<Yield> WaitsLonger()
    {
        var asked = new List<TimeSpan>();
        var tries = Retry(() =>
        {
            asked.Add(CoTest.Elapsed);
            return asked.Count == 4;
        }).Await();
        Assert.Equal(4, tries);
        Assert.Equal([0, 1, 3, 6], asked.Select(time => time.TotalMinutes));
        yield break;
    }
}

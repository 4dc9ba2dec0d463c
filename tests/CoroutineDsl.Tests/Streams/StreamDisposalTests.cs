using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

/// <summary>Who ends an enumeration, and when.</summary>
public sealed partial class StreamDisposalTests : HubTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void While_another_is_in_a_step_it_is_not_ended_behind_its_back(bool isLowered)
    {
        using var hub = Start();
        var steps = NumbersCoroutine().GetEnumerator();
        var stepping = Spawn(steps.Step());
        Sleep(1).Await();
        var failure = Assert.Throws<InvalidOperationException>(() =>
        {
            if (isLowered) Spawn(Ends(steps)).Get().Await();
            else steps.Dispose();
        });
        Assert.StartsWith("The stream 'Numbers' is in a step already, in ", failure.Message, StringComparison.Ordinal);
        Assert.True(stepping.Get().Await());
        Assert.Equal(1, steps.Current);
        steps.Dispose();
        Assert.Equal("ended", Trace);
        steps.Dispose();
        Assert.False(steps.Step().Await());
        Assert.Equal("ended", Trace);
    }

    [Fact]
    public void After_the_step_was_killed_or_failed_there_is_nothing_to_end()
    {
        using var hub = Start();
        using var steps = NumbersCoroutine().GetEnumerator();
        var stepping = Spawn(steps.Step());
        Sleep(1).Await();
        stepping.Kill().Await();
        Assert.Equal("ended", Trace);
        steps.Dispose();
        using var failing = NumbersCoroutine(isFailing: true).GetEnumerator();
        Assert.Throws<IOException>(() => failing.Step().Await());
        failing.Dispose();
        Assert.Equal("ended ended", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Ends(CoEnumerator<int> steps)
    {
        using (steps) yield return Sleep();
    }

    [Coroutine]
    private IEnumerable<int> Numbers(bool isFailing = false)
    {
        try
        {
            for (var i = 1; ; i++)
            {
                Sleep(10).Await();
                if (isFailing) throw new IOException();
                yield return i;
            }
        }
        finally
        {
            Sleep(5).Await();
            Add("ended");
        }
    }
}

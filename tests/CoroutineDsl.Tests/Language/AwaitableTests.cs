using Xunit;

namespace CoroutineDsl.Tests;

/// <summary>Everything of .NET's own that <c>await</c> takes can be waited for.</summary>
public partial class AwaitableTests : HubTest
{
    [Fact]
    public void Tasks_with_and_without_a_context()
    {
        Assert.Equal(1 + 2 + 4 + 8, Hub.Run(Sum(), new HubOptions()));
    }

    [Fact]
    public void Yielding_lets_the_others_run()
    {
        using var hub = Start();
        Greenlet.JoinAll(Greenlet.Spawn(TwoSteps("a")), Greenlet.Spawn(TwoSteps("b"))).Await();
        Assert.Equal("a1 b1 a2 b2", Trace);
    }

    [Fact]
    public void A_failure_is_the_tasks_own()
    {
        var failure = Assert.Throws<InvalidDataException>(() => Hub.Run(Fail(), new HubOptions()));
        Assert.Equal("as thrown", failure.Message);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Sum()
    {
        var sum = Task.Run(() => 1).ConfigureAwait(false).Await();
        sum += new ValueTask<int>(Task.Run(() => 2)).ConfigureAwait(false).Await();
        Task.Run(() => { }).ConfigureAwait(true).Await();
        new ValueTask(Task.Run(() => { })).ConfigureAwait(true).Await();
        sum += new ValueTask<int>(4).Await() + Task.FromResult(8).Await();
        yield return sum;
    }

    [Coroutine]
    private IEnumerator<Yield> TwoSteps(string name)
    {
        Add(name + 1);
        Task.Yield().Await();
        Add(name + 2);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fail()
    {
        Task.Run(() => throw new InvalidDataException("as thrown")).ConfigureAwait(false).Await();
        yield break;
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Raw greenlets that give control to one another (the greenlet package).</summary>
public sealed partial class SwitchTests : HubTest
{
    [Fact, Trait("Row", "484")]
    public void Back_and_forth()
    {
        using var hub = Start();
        var greenlet = Create(CountsTwice());
        Add("0");
        greenlet.Switch().Await();
        Add("2");
        greenlet.Switch().Await();
        Add("4");
        Assert.Equal("0 1 2 3 4", Trace);
        Assert.True(greenlet.IsDead);
    }

    [Fact, Trait("Row", "490"), Trait("Row", "504")]
    public void Values_go_both_ways()
    {
        using var hub = Start();
        var greenlet = Create(Doubles());
        Assert.Null(greenlet.Switch(1).Await());
        Assert.Equal("received 1", Trace);
        Assert.Null(greenlet.Switch(21).Await());
        Assert.Equal("received 1 received 21", Trace);
        Assert.Equal(22, greenlet.Switch(0).Await());
        Assert.True(greenlet.IsDead);
    }

    [Fact]
    public void A_producer_and_a_consumer()
    {
        using var hub = Start();
        var consumer = Create(Consumes());
        for (var i = 0; i < 3; i++) consumer.Switch($"item{i}").Await();
        Assert.Equal("item0 item1 item2", Trace);
    }

    [Fact, Trait("Row", "497")]
    public void Throw_kills_one_that_has_not_started_and_a_dead_one_takes_no_notice()
    {
        using var hub = Start();
        var greenlet = Create(CountsTwice());
        var exit = new GreenletExit();
        Assert.Same(exit, greenlet.Throw(exit).Await());
        Assert.Empty(Log);
        Assert.True(greenlet.IsDead);
        greenlet.Throw(new GreenletExit()).Await();
        Assert.Equal(7, greenlet.Switch(7).Await());
    }

    [Fact, Trait("Row", "496")]
    public void What_is_thrown_can_be_caught_and_the_next_value_is_received()
    {
        using var hub = Start();
        var greenlet = Create(Catches());
        greenlet.Switch().Await();
        greenlet.Throw(new TimeoutException()).Await();
        greenlet.Switch(5).Await();
        Assert.Equal("caught received 5", Trace);
    }

    [Fact, Trait("Row", "498"), Trait("Row", "486")]
    public void A_failure_goes_to_whoever_switched()
    {
        using var hub = Start();
        var greenlet = Create(Fails());
        Assert.Throws<TimeoutException>(() => greenlet.Switch().Await());
        Assert.True(greenlet.IsDead);
    }

    [Fact, Trait("Row", "69"), Trait("Row", "70")]
    public void One_that_waits_for_something_else_cannot_be_switched_to()
    {
        using var hub = Start();
        var sleeper = Spawn(SleepsFor(10));
        Sleep().Await();
        Assert.Throws<InvalidOperationException>(() => sleeper.Switch().Await());
        sleeper.Join().Await();
        Assert.Equal(0.01, Now);
        Assert.True(sleeper.IsSuccessful);
    }

    [Fact, Trait("Row", "495")]
    public void Parents()
    {
        using var hub = Start();
        var (a, b) = (Create(CountsTwice()), Create(CountsTwice()));
        Assert.Same(Current, a.Parent);
        b.Parent = a;
        Assert.Throws<ArgumentException>(() => a.Parent = b);
        Assert.Throws<ArgumentException>(() => a.Parent = a);
        using var other = new Hub(new HubOptions());
        Assert.Throws<ArgumentException>(() => a.Parent = Current);
        Assert.Null(Spawn(SleepsFor(1)).Parent);
    }

    [Fact]
    public void A_value_of_another_type_than_is_received_throws_there()
    {
        using var hub = Start();
        var greenlet = Create(Doubles());
        Assert.Throws<InvalidCastException>(() => greenlet.Switch("text").Await());
    }

    [Coroutine]
    private IEnumerator<Yield> CountsTwice()
    {
        Add("1");
        yield return Current.Parent!.Switch();
        Add("3");
    }

    [Coroutine]
    private IEnumerator<Yield<int>> Doubles()
    {
        var first = Receive<int>().Await();
        Add($"received {first}");
        var second = Receive<int>().Await();
        Add($"received {second}");
        Receive<object>().Await();
        yield return first + second;
    }

    [Coroutine]
    private IEnumerator<Yield> Consumes()
    {
        while (true)
        {
            var item = Receive<string>().Await();
            Add(item);
        }

#pragma warning disable CS0162 // an iterator needs a yield
        yield break;
#pragma warning restore CS0162
    }

    [Coroutine]
    private IEnumerator<Yield> Catches()
    {
        try
        {
            Receive<object>().Await();
            Receive<object>().Await();
        }
        catch (TimeoutException)
        {
            Add("caught");
        }

        var value = Receive<int>().Await();
        Add($"received {value}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        Throw();
        yield break;
    }

    private static void Throw() => throw new TimeoutException();
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Callbacks on a greenlet's end (S-040 to S-048).</summary>
public sealed partial class LinkTests : HubTest
{
    [Theory, Trait("Row", "73")]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(1000)]
    public void Links_run_in_the_order_in_which_they_were_added(int count)
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        for (var i = 0; i < count; i++)
        {
            var number = i;
            greenlet.Link(_ => Add($"{number}"));
        }

        greenlet.Join().Await();
        Sleep().Await();
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), Log);
    }

    [Fact, Trait("Row", "6"), Trait("Row", "10")]
    public void A_value_runs_Link_and_LinkValue()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        LinkAll(greenlet);
        End(greenlet);
        Assert.Equal("link value", Trace);
        Assert.Equal(25, greenlet.Value);
    }

    [Fact, Trait("Row", "11"), Trait("Row", "12")]
    public void A_failure_runs_Link_and_LinkException_and_counts_as_seen()
    {
        using var hub = Start();
        var greenlet = Spawn(Fails());
        LinkAll(greenlet);
        End(greenlet);
        Assert.Equal("link exception", Trace);
        Assert.Empty(Reported);
    }

    [Fact, Trait("Row", "9"), Trait("Row", "10")]
    public void A_kill_runs_Link_and_LinkValue()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        LinkAll(greenlet);
        Sleep().Await();
        greenlet.Kill().Await();
        End(greenlet);
        Assert.Equal("link value", Trace);
        Assert.IsType<GreenletExit>(((Greenlet)greenlet).Value);
    }

    [Theory, Trait("Row", "8")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_link_to_a_greenlet_that_has_ended_runs_soon_as_often_as_it_is_added(bool succeeds)
    {
        using var hub = Start();
        var greenlet = succeeds ? Spawn(Returns(25)) : Spawn(Fails());
        greenlet.Join().Await();
        for (var i = 0; i < 3; i++)
        {
            Log.Clear();
            LinkAll(greenlet);
            Assert.Empty(Log);
            Sleep().Await();
            Assert.Equal(succeeds ? "link value" : "link exception", Trace);
        }
    }

    [Fact]
    public void The_same_callback_linked_twice_runs_twice()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        Action<Greenlet> callback = g => Add($"{((Greenlet<int>)g).Value}");
        greenlet.Link(callback);
        greenlet.Link(callback);
        End(greenlet);
        Assert.Equal("25 25", Trace);
    }

    [Fact, Trait("Row", "5"), Trait("Row", "14")]
    public void Unlink_removes_one_link_of_whichever_kind_and_ignores_a_missing_one()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        Action<Greenlet> callback = _ => Add("called");
        greenlet.Unlink(callback);
        greenlet.Link(callback);
        greenlet.Unlink(callback);
        greenlet.LinkValue(callback);
        greenlet.Unlink(callback);
        greenlet.LinkException(callback);
        greenlet.Unlink(callback);
        greenlet.Link(Method);
        greenlet.Unlink(Method);
        greenlet.Link(callback);
        greenlet.Link(callback);
        greenlet.Unlink(callback);
        End(greenlet);
        Assert.Equal("called", Trace);
    }

    [Fact, Trait("Row", "19")]
    public void Of_two_links_that_unlink_one_another_one_runs()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        Action<Greenlet>? first = null, second = null;
        first = g =>
        {
            Add("first");
            g.Unlink(second!);
        };
        second = g =>
        {
            Add("second");
            g.Unlink(first!);
        };
        greenlet.Link(first);
        greenlet.Link(second);
        End(greenlet);
        Assert.Equal("first", Trace);
    }

    [Fact, Trait("Row", "18")]
    public void A_link_that_throws_is_reported_and_stops_no_other()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            greenlet.Link(_ =>
            {
                Add($"{number}");
                throw new InvalidOperationException($"{number}");
            });
        }

        End(greenlet);
        Assert.Equal("0 1 2", Trace);
        Assert.Equal(["0", "1", "2"], Reported.Select(report => report.Failure.Message));
    }

    [Fact, Trait("Row", "4")]
    public void A_link_may_wait_and_the_next_goes_on_meanwhile()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        greenlet.Link(_ =>
        {
            Sleep(10).Await();
            Add("first");
        });
        greenlet.Link(_ => Add("second"));
        End(greenlet);
        Sleep(20).Await();
        Assert.Equal("second first", Trace);
    }

    [Fact]
    public void Those_who_wait_and_links_take_turns_in_the_order_in_which_they_came()
    {
        using var hub = Start();
        var greenlet = Spawn(Returns(25));
        greenlet.Link(_ => Add("link1"));
        Spawn(Joins(greenlet, "join1"));
        Sleep().Await();
        greenlet.Link(_ => Add("link2"));
        Spawn(Joins(greenlet, "join2"));
        Sleep().Await();
        End(greenlet);
        Assert.Equal("link1 join1 link2 join2", Trace);
    }

    [Fact, Trait("Row", "3")]
    public void A_queue_gets_the_greenlet_once_for_each_link()
    {
        using var hub = Start();
        var ended = new CoQueue<Greenlet>();
        var greenlet = Spawn(Returns(25));
        greenlet.Link(ended.PutNoWait);
        Assert.Same(greenlet, ended.Get().Await());
        for (var i = 0; i < 3; i++) greenlet.Link(ended.PutNoWait);
        for (var i = 0; i < 3; i++) Assert.Same(greenlet, ended.Get().Await());
        Sleep().Await();
        Assert.True(ended.IsEmpty);
    }

    private void Method(Greenlet greenlet) => Add("method");

    private void LinkAll(Greenlet greenlet)
    {
        greenlet.Link(_ => Add("link"));
        greenlet.LinkValue(_ => Add("value"));
        greenlet.LinkException(_ => Add("exception"));
    }

    private static void End(Greenlet greenlet)
    {
        greenlet.Join().Await();
        Sleep().Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Returns(int value)
    {
        yield return Sleep(10);
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Sleep(10);
        throw new InvalidOperationException("failed");
    }

    [Coroutine]
    private IEnumerator<Yield> Joins(Greenlet greenlet, string name)
    {
        yield return greenlet.Join();
        Add(name);
    }
}

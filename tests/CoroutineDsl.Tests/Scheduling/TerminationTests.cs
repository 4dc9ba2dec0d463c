using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>How a greenlet ends, and what can be known about it in each state (S-010, S-011, S-020 to S-027).</summary>
public sealed partial class TerminationTests : HubTest
{
    [Fact, Trait("Row", "32")]
    public void Before_it_is_started()
    {
        using var hub = Start();
        var greenlet = Create(Five());
        Check(greenlet, started: false, ready: false, successful: false);
        Assert.Null(((Greenlet)greenlet).Value);
        Assert.Null(greenlet.Exception);
    }

    [Fact, Trait("Row", "33"), Trait("Row", "34"), Trait("Row", "35")]
    public void From_the_start_to_a_value()
    {
        using var hub = Start();
        var greenlet = Create(Five());
        var ends = 0;
        greenlet.Start();
        Check(greenlet, started: true, ready: false, successful: false);
        greenlet.Link(_ => ends++);
        Sleep().Await();
        Check(greenlet, started: true, ready: false, successful: false); // asleep
        greenlet.Join().Await();
        Check(greenlet, started: false, ready: true, successful: true);
        Assert.Equal(5, greenlet.Value);
        Assert.Equal(5, ((Greenlet)greenlet).Value);
        Assert.Null(greenlet.Exception);
        Sleep().Await();
        Assert.Equal(1, ends);
    }

    [Fact, Trait("Row", "36")]
    public void A_failure()
    {
        using var hub = Start();
        var failure = new InvalidOperationException("x");
        var greenlet = Spawn(Fails(failure));
        greenlet.Join().Await();
        Check(greenlet, started: false, ready: true, successful: false);
        Assert.Null(((Greenlet)greenlet).Value);
        Assert.Equal(0, greenlet.Value);
        Assert.Same(failure, greenlet.Exception);
    }

    [Fact]
    public void Get_throws_the_failure_itself_with_its_trace_every_time()
    {
        using var hub = Start();
        var failure = new InvalidOperationException("x");
        var greenlet = Spawn(Fails(failure));
        for (var i = 0; i < 3; i++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => greenlet.Get().Await());
            Assert.Same(failure, thrown);
            Assert.Contains(nameof(Fails), thrown.StackTrace, StringComparison.Ordinal);
        }

        Assert.Same(failure, Assert.Throws<InvalidOperationException>(() => greenlet.Await()));
    }

    [Fact]
    public void Get_gives_the_value_every_time_and_waits_only_once()
    {
        using var hub = Start();
        var greenlet = Spawn(Five());
        Assert.Equal(5, greenlet.Get().Await());
        Assert.Equal(1, Now);
        Assert.Equal(5, greenlet.Await());
        Assert.Equal(5, ((Greenlet)greenlet).Get().Await());
        Assert.Equal(1, Now);
    }

    [Fact]
    public void Join_never_throws_the_failure()
    {
        using var hub = Start();
        var greenlet = Spawn(Fails(new InvalidOperationException()));
        greenlet.Join().Await();
        greenlet.Join().Await();
        Assert.NotNull(greenlet.Exception);
    }

    [Fact, Trait("Row", "24")]
    public void Join_with_a_timeout_ends_silently()
    {
        using var hub = Start();
        var greenlet = Spawn(Five());
        greenlet.Join(Seconds(0.25)).Await();
        Assert.Equal(0.25, Now);
        Assert.False(greenlet.IsReady);
        greenlet.Join(250).Await();
        Assert.Equal(0.5, Now);
        greenlet.Join(Forever).Await();
        Assert.Equal(1, Now);
        Assert.True(greenlet.IsReady);
    }

    [Fact, Trait("Row", "25")]
    public void Get_with_a_timeout_throws_an_ordinary_CoTimeoutException()
    {
        using var hub = Start();
        var greenlet = Spawn(Five());
        var thrown = Assert.Throws<CoTimeoutException>(() => greenlet.Get(Seconds(0.25)).Await());
        Assert.Null(thrown.Timeout);
        Assert.Throws<CoTimeoutException>(() => ((Greenlet)greenlet).Get(250).Await());
        Assert.Equal(0.5, Now);
        Assert.Equal(5, greenlet.Get(Forever).Await());
    }

    [Fact]
    public void The_timeout_of_a_call_is_caught_as_any_exception_in_a_coroutine() => Run(CatchesCallTimeout());

    [Fact, Trait("Row", "22")]
    public void Names()
    {
        using var hub = Start();
        var greenlet = Spawn(Five());
        Assert.Equal($"Greenlet-{greenlet.Id}", greenlet.Name);
        Assert.NotEqual(greenlet.Id, Spawn(Five()).Id);
        Assert.Contains(nameof(Five), greenlet.ToString(), StringComparison.Ordinal);
        greenlet.Name = "Foo";
        Assert.Contains("\"Foo\"", greenlet.ToString(), StringComparison.Ordinal);
        Assert.Equal("given", Spawn(Five(), "given").Name);
        Assert.Equal("main", Current.Name);
    }

    [Fact, Trait("Row", "58")]
    public void Starting_again_does_nothing()
    {
        using var hub = Start();
        var greenlet = Spawn(Counts());
        greenlet.Start();
        greenlet.StartLater(Seconds(1));
        Sleep().Await();
        greenlet.Start();
        greenlet.Join().Await();
        greenlet.Start();
        greenlet.StartLater(Seconds(1));
        Sleep(Seconds(3)).Await();
        Assert.Equal("once", Trace);
    }

    [Fact]
    public void Start_brings_a_later_start_forward()
    {
        using var hub = Start();
        var greenlet = SpawnLater(Seconds(5), Counts());
        greenlet.Start();
        greenlet.Start();
        greenlet.Join().Await();
        Assert.Equal(0, Now);
        Sleep(Seconds(9)).Await();
        Assert.Equal("once", Trace);
    }

    [Fact]
    public void A_coroutine_runs_once()
    {
        using var hub = Start();
        var coroutine = Coroutine.Call(Counts());
        Spawn(coroutine);
        var thrown = Assert.Throws<InvalidOperationException>(() => Spawn(coroutine));
        Assert.Contains(nameof(Counts), thrown.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => coroutine.Await());
        Sleep().Await();
        Assert.Equal("once", Trace);
    }

    [Fact, Trait("Row", "30")]
    public void Spawning_nothing_throws_at_once()
    {
        using var hub = Start();
        Assert.Throws<ArgumentNullException>(() => Spawn((Coroutine)null!));
        Assert.Throws<ArgumentNullException>(() => Spawn((IEnumerator<Yield>)null!));
        Assert.Throws<ArgumentNullException>(() => Create((Coroutine)null!));
        Assert.Throws<ArgumentNullException>(() => SpawnLater(1, (IEnumerator<Yield>)null!));
    }

    [Fact]
    public void Times_that_make_no_sense_throw_at_the_call()
    {
        using var hub = Start();
        var greenlet = Spawn(Five());
        Assert.Throws<ArgumentOutOfRangeException>(() => Sleep(Seconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sleep(-2));
        Assert.Throws<ArgumentOutOfRangeException>(() => greenlet.Join(Seconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => greenlet.Get(Seconds(-2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => SpawnLater(Seconds(-2), Five()));
    }

    [Fact]
    public void The_parts_of_the_hub_belong_to_its_thread()
    {
        using var hub = Start();
        var greenlet = Spawn(Five());
        Exception? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                greenlet.Join().Await();
            }
            catch (InvalidOperationException e)
            {
                thrown = e;
            }
        });
        thread.Start();
        thread.Join();
        Assert.Contains("Hub.Post", thrown!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_enumeration_of_an_IEnumerable_coroutine_is_a_fresh_one()
    {
        using var hub = Start();
        var coroutine = Fresh();
        Assert.Equal(1, Spawn(coroutine).Await());
        Assert.Equal(1, Spawn(coroutine).Await());
        Assert.Equal("fresh fresh", Trace);
    }

    [Fact, Trait("Row", "61")]
    public void A_greenlet_that_runs_is_not_dead() => Run(NotDead());

    private static void Check(Greenlet greenlet, bool started, bool ready, bool successful)
    {
        Assert.Equal(started, greenlet.IsStarted);
        Assert.Equal(ready, greenlet.IsReady);
        Assert.Equal(ready, greenlet.IsDead);
        Assert.Equal(successful, greenlet.IsSuccessful);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Five()
    {
        yield return Sleep(Seconds(1));
        yield return 5;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Fails(Exception failure)
    {
        yield return Sleep();
        throw failure;
    }

    [Coroutine]
    private IEnumerator<Yield> Counts()
    {
        Add("once");
        yield return Sleep();
    }

    [Coroutine]
    private IEnumerable<Yield<int>> Fresh()
    {
        Add("fresh");
        yield return Sleep();
        yield return 1;
    }

    [Coroutine]
    private IEnumerator<Yield> CatchesCallTimeout()
    {
        var greenlet = Spawn(Five());
        try
        {
            greenlet.Get(Seconds(0.5)).Await();
            Assert.Fail("no timeout");
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            Assert.IsType<CoTimeoutException>(e);
        }

        yield return greenlet;
        Assert.Equal(1, Now);
    }

    [Coroutine]
    private IEnumerator<Yield> NotDead()
    {
        Assert.False(Current.IsDead);
        Assert.True(Current.IsStarted);
        yield return Sleep();
        Assert.False(Current.IsDead);
        Assert.Equal("test", Current.Name);
    }
}

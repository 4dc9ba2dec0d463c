using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>An exit is an exit only in the greenlet, and for the scope, that it was delivered to.</summary>
public sealed partial class ExitTests : HubTest
{
    [Fact]
    public void The_exit_of_another_greenlet_is_an_ordinary_exception()
    {
        using var hub = Start();
        var victim = Spawn(Bodies.SleepsFor(Forever));
        Sleep().Await();
        victim.Kill().Await();
        Spawn(CatchesAnything((GreenletExit)victim.Value!)).Await();
        Assert.Equal("caught GreenletExit slept", Trace);
    }

    [Fact]
    public void An_exit_that_was_never_delivered_is_an_ordinary_exception()
    {
        using var hub = Start();
        Spawn(CatchesAnything(new GreenletExit())).Await();
        Assert.Equal("caught GreenletExit slept", Trace);
    }

    [Fact]
    public void The_deadline_of_another_greenlet_is_an_ordinary_exception_while_its_scope_is_open()
    {
        using var hub = Start();
        var passed = new AsyncResult<Exception>();
        var owner = Spawn(KeepsItsScopeOpen(passed));
        Spawn(CatchesAnything(passed.Get().Await())).Await();
        Assert.False(owner.IsReady);
        Assert.Equal("caught CoTimeoutException slept", Trace);
    }

    [Fact]
    public void One_exit_object_can_be_delivered_to_several()
    {
        using var hub = Start();
        Greenlet[] victims = [Spawn(Swallows()), Spawn(Swallows())];
        Sleep().Await();
        KillAll(victims, new GreenletExit("both")).Await();
        Assert.Empty(Log);
        Assert.All(victims, victim => Assert.True(victim.IsKilled));
    }

    [Fact]
    public void A_greenlet_that_ends_with_the_exit_of_another_has_failed()
    {
        using var hub = Start();
        var victim = Spawn(Bodies.SleepsFor(Forever));
        Sleep().Await();
        victim.Kill().Await();
        var other = Spawn(Throws((GreenletExit)victim.Value!));
        other.Join().Await();
        Assert.Same(victim.Value, other.Exception);
        Assert.False(other.IsKilled);
    }

    [Fact]
    public void A_killed_greenlet_has_no_result()
    {
        using var hub = Start();
        var greenlet = Spawn(Bodies.Returns(7));
        var untyped = Spawn(Bodies.SleepsFor(Forever), "untyped");
        Sleep().Await();
        KillAll(greenlet, untyped).Await();
        var thrown = Assert.Throws<GreenletKilledException>(() => untyped.Get().Await());
        Assert.Same(untyped, thrown.Greenlet);
        Assert.Same(untyped.Value, thrown.InnerException);
        Assert.Contains("untyped", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everybody_who_asks_for_the_result_of_a_killed_greenlet_is_told()
    {
        using var hub = Start();
        var greenlet = Spawn(SleepsAndReturns(7));
        Sleep().Await();
        greenlet.Kill().Await();
        Assert.True(greenlet.IsKilled);
        Assert.True(greenlet.IsSuccessful);
        Assert.Null(greenlet.Exception);
        Assert.Equal(0, greenlet.Value);
        Assert.Throws<GreenletKilledException>(() => greenlet.Get().Await());
        Assert.Throws<GreenletKilledException>(() => greenlet.Await());
        Assert.Throws<GreenletKilledException>(() => ((Greenlet)greenlet).Await());
        Assert.Throws<GreenletKilledException>(() => JoinAll([greenlet], raiseError: true).Await());
        Assert.Throws<GreenletKilledException>(() => Spawn(WaitsFor(greenlet)).Await());
        Assert.True(greenlet.AsTask().IsCanceled);
        JoinAll(greenlet).Await();
        greenlet.Join().Await();
    }

    [Fact]
    public void A_map_over_killed_members_throws()
    {
        using var hub = Start();
        var group = new Group();
        var results = group.MapAsync(value => SleepsAndReturns(value), [1, 2, 3]);
        Sleep().Await();
        group.Kill().Await();
        Assert.Throws<GreenletKilledException>(() => results.Get().Await());
    }

    [Fact]
    public void One_that_was_not_killed_says_so()
    {
        using var hub = Start();
        var ended = Spawn(Bodies.Returns(7));
        var failed = Spawn(Throws(new InvalidOperationException()));
        Assert.False(ended.IsKilled);
        JoinAll(ended, failed).Await();
        Assert.False(ended.IsKilled);
        Assert.False(failed.IsKilled);
        Assert.NotNull(failed.Exception);
    }

    [Fact]
    public void A_caught_exit_that_was_accepted_does_not_come_again() => Run(Accepts());

    [Fact]
    public void A_deadline_whose_scope_was_asked_for_does_not_come_again() => Run(NamesTheScope());

    [Coroutine]
    private IEnumerator<Yield> CatchesAnything(Exception thrown)
    {
        try
        {
            Sleep(1).Await();
            throw thrown;
        }
        catch (Exception caught)
        {
            Add($"caught {caught.GetType().Name}");
        }

        Sleep(1).Await();
        Add("slept");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> KeepsItsScopeOpen(AsyncResult<Exception> passed)
    {
        using var scope = CoTimeout.Start(1);
        try
        {
            Sleep(Forever).Await();
        }
        catch (CoTimeoutException own) when (own.Timeout == scope)
        {
            passed.Set(own);
        }

        Sleep(Forever).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Swallows()
    {
        try
        {
            Sleep(Forever).Await();
        }
        catch (Exception)
        {
            Sleep(1).Await(); // not lowered, the exit was caught, and comes again here
            Add("swallowed");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Throws(Exception failure)
    {
        yield return Sleep(1);
        throw failure;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> SleepsAndReturns(int value)
    {
        yield return Sleep(Forever);
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(Greenlet greenlet)
    {
        yield return greenlet;
    }

    [Coroutine]
    private IEnumerator<Yield> Accepts()
    {
        _ = Greenlet.Current.Kill();
        try
        {
            Sleep(1).Await();
        }
        catch (GreenletExit exit)
        {
            exit.Accept();
            Sleep(1).Await();
        }

        Sleep(1).Await();
        Assert.Equal(0.002, Now);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> NamesTheScope()
    {
        using var scope = CoTimeout.Start(1);
        try
        {
            Sleep(Forever).Await();
        }
        catch (CoTimeoutException passed) when (passed.Timeout == scope)
        {
            Sleep(1).Await();
        }

        Sleep(1).Await();
        Assert.Equal(0.003, Now);
        yield break;
    }
}

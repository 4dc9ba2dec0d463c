#pragma warning disable CORO005 // to drop a suspension is what is tested
using System.Runtime.CompilerServices;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>Kills from other threads and by tokens, and kills that nothing keeps out.</summary>
public sealed partial class KillFromAnywhereTests : HubTest
{
    [Fact]
    public void Any_thread_kills()
    {
        using var hub = new Hub(new HubOptions());
        var greenlet = Spawn(Bodies.SleepsFor(Forever));
        Sleep().Await();
        var thread = new Thread(() => greenlet.Kill());
        thread.Start();
        greenlet.Join().Await();
        thread.Join();
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void Any_thread_throws()
    {
        using var hub = new Hub(new HubOptions());
        var greenlet = Spawn(Bodies.SleepsFor(Forever));
        Sleep().Await();
        var thread = new Thread(() => _ = greenlet.Throw(new InvalidDataException()));
        thread.Start();
        greenlet.Join().Await();
        thread.Join();
        Assert.IsType<InvalidDataException>(greenlet.Exception);
    }

    [Fact]
    public void A_greenlet_of_another_hub_is_killed_and_waited_for()
    {
        using var hub = new Hub(new HubOptions());
        var greenlet = Spawn(CleansSlowly());
        Sleep().Await();
        var wasReady = false;
        var thread = new Thread(() =>
        {
            using var other = new Hub(new HubOptions());
            greenlet.Kill().Await();
            wasReady = greenlet.IsReady;
        });
        thread.Start();
        greenlet.Join().Await();
        thread.Join();
        Assert.True(wasReady);
        Assert.Equal("cleaned", Trace);
    }

    [Fact]
    public void A_token_whose_source_ends_on_a_timers_thread_kills()
    {
        using var hub = new Hub(new HubOptions());
        using var source = new CancellationTokenSource();
        var greenlet = Spawn(Bodies.SleepsFor(Forever));
        using var registration = source.Token.Register(() => greenlet.Kill());
        source.CancelAfter(1);
        greenlet.Join().Await();
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void Spawn_with_a_token()
    {
        using var hub = Start();
        using var source = new CancellationTokenSource();
        var greenlet = Spawn(CleansSlowly(), token: source.Token);
        Sleep(1).Await();
        source.Cancel();
        greenlet.Join().Await();
        Assert.True(greenlet.IsKilled);
        Assert.Equal("cleaned", Trace);
        var late = Spawn(CleansSlowly(), "late", source.Token);
        Assert.True(late.IsKilled);
        Sleep(100).Await();
        Assert.Equal("cleaned", Trace);
    }

    [Fact]
    public void The_registration_goes_with_the_greenlet()
    {
        using var hub = Start();
        using var source = new CancellationTokenSource();
        var ended = SpawnAndEnd(1000, source.Token);
        Sleep().Await(); // the hub holds the last of them until it goes on
        GC.Collect();
        Assert.InRange(ended.Count(e => e.IsAlive), 0, 10);
    }

    [Fact]
    public void Its_own_token_is_cancelled_when_it_is_killed_and_never_on_the_hubs_thread()
    {
        using var hub = Start();
        var ran = new AsyncResult<int>();
        var greenlet = Spawn(Bodies.SleepsFor(Forever));
        var token = greenlet.CancellationToken;
        token.Register(() => ran.Set(Environment.CurrentManagedThreadId));
        Sleep().Await();
        Assert.False(token.IsCancellationRequested);
        var runner = Environment.CurrentManagedThreadId;
        greenlet.Kill().Await();
        Assert.True(token.IsCancellationRequested);
        Assert.NotEqual(runner, ran.Get().Await());
    }

    [Fact]
    public void A_token_that_is_asked_for_after_the_kill_is_cancelled()
    {
        using var hub = Start();
        var killed = Spawn(Bodies.SleepsFor(Forever));
        var ended = Spawn(Bodies.SleepsFor(1));
        Sleep().Await();
        killed.Kill().Await();
        ended.Join().Await();
        Assert.True(killed.CancellationToken.IsCancellationRequested);
        Assert.False(ended.CancellationToken.IsCancellationRequested);
    }

    [Fact]
    public void A_hard_kill_ends_a_finally_that_waits()
    {
        using var hub = Start();
        var greenlet = Spawn(CleansForever());
        Sleep().Await();
        greenlet.Kill(Seconds(1)).Await();
        Assert.False(greenlet.IsReady);
        greenlet.KillHard().Await();
        Assert.True(greenlet.IsKilled);
        Assert.Equal("inner outer", Trace);
        Assert.Equal(1, Now);
    }

    [Fact]
    public void A_hard_kill_ends_a_shield()
    {
        using var hub = Start();
        var greenlet = Spawn(Shields());
        Sleep().Await();
        greenlet.Kill(Seconds(1)).Await();
        Assert.False(greenlet.IsReady);
        greenlet.KillHard().Await();
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void A_hard_kill_ends_one_that_catches_the_exit_and_waits_again()
    {
        using var hub = Start();
        var greenlet = Spawn(Clings());
        Sleep().Await();
        greenlet.Kill(Seconds(1)).Await();
        Assert.False(greenlet.IsReady);
        greenlet.KillHard().Await();
        Assert.True(greenlet.IsKilled);
    }

    [Fact]
    public void A_hard_kill_of_one_that_has_not_run()
    {
        using var hub = Start();
        var greenlet = Spawn(CleansForever());
        greenlet.KillHard().Await();
        Assert.True(greenlet.IsKilled);
        Assert.Empty(Log);
    }

    [MethodImpl(MethodImplOptions.NoInlining)] // no local of the test holds one
    private static List<WeakReference> SpawnAndEnd(int count, CancellationToken token)
    {
        var greenlets = Enumerable.Range(0, count).Select(_ => Spawn(Bodies.SleepsFor(1), token: token)).ToList();
        JoinAll(greenlets).Await();
        return greenlets.ConvertAll(e => new WeakReference(e));
    }

    [Coroutine]
    private IEnumerator<Yield> CleansSlowly()
    {
        try
        {
            Sleep(Forever).Await();
        }
        finally
        {
            Sleep(5).Await();
            Add("cleaned");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CleansForever()
    {
        try
        {
            try
            {
                Sleep(Forever).Await();
            }
            finally
            {
                Add("inner");
                Sleep(Forever).Await();
                Add("not reached");
            }
        }
        finally
        {
            Add("outer");
            Sleep(Forever).Await();
            Add("not reached");
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Shields()
    {
        yield return Nursery.Shield(CleansForever());
    }

    [Coroutine]
    private static IEnumerator<Yield> Clings()
    {
        for (var i = 0; i < 100; i++)
        {
            try
            {
                Sleep(Forever).Await();
            }
            catch (GreenletExit exit)
            {
                exit.Accept();
            }
        }

        Sleep(Forever).Await();
        yield break;
    }
}

#pragma warning disable CORO006 // plain code that waits is what is tested
using System.Runtime.CompilerServices;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>Whoever waits in tasks or on threads for what goes on on a hub hears of it where the hub is disposed of first.</summary>
public sealed partial class DisposedHubTaskTests : HubTest
{
    private static readonly TimeSpan s_real = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("greenlet")]
    [InlineData("typed greenlet")]
    [InlineData("raw greenlet")]
    [InlineData("from another thread")]
    [InlineData("async method that waits for a suspension")]
    [InlineData("async method that waits for a value")]
    [InlineData("stream")]
    [InlineData("stream, from another thread")]
    [InlineData("steps")]
    [InlineData("steps, from another thread")]
    public async Task A_task_fails_when_its_hub_is_disposed_of(string kind)
    {
        var ready = new AsyncResult<int>();
        var task = OnThread(() =>
        {
            using var hub = Start();
            var task = kind switch
            {
                "greenlet" => Spawn(Bodies.SleepsFor(3_600_000)).AsTask(),
                "typed greenlet" => Spawn(Endless()).AsTask(),
                "raw greenlet" => Create(Bodies.SleepsFor(1)).AsTask(),
                "from another thread" => OnThread(Spawn(Bodies.SleepsFor(3_600_000)).AsTask),
                "async method that waits for a suspension" => Sleeps(),
                "async method that waits for a value" => Gets(ready),
                "stream" => new CoStream(new CoSocket(new SocketPair().Client)).ReadAsync(new byte[1]).AsTask(),
                "stream, from another thread" => From(new CoStream(new CoSocket(new SocketPair().Client))),
                "steps" => Steps(hub).MoveNextAsync().AsTask(),
                _ => FromSteps(Steps(hub)),
            };
            Sleep(1).Await();
            if (kind == "from another thread") task = OnThread(Create(Bodies.SleepsFor(1)).AsTask);
            return task;
        });
        var failure = await Assert.ThrowsAsync<ObjectDisposedException>(() => task.WaitAsync(s_real));
        Assert.Contains("disposed of before", failure.Message, StringComparison.Ordinal);

        static Task From(CoStream stream) => OnThread(() => stream.ReadAsync(new byte[1]).AsTask());

        static Task FromSteps(IAsyncEnumerator<int> steps) => OnThread(() => steps.MoveNextAsync().AsTask());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_asked_for_afterwards_says_what_was(bool hasEnded)
    {
        Greenlet<int> greenlet;
        using (Start())
        {
            greenlet = Spawn(hasEnded ? Gives() : Endless());
            Sleep(1).Await();
        }

        if (hasEnded) Assert.Equal(7, await greenlet.AsTask().WaitAsync(s_real));
        else await Assert.ThrowsAsync<ObjectDisposedException>(() => greenlet.AsTask().WaitAsync(s_real));
    }

    [Fact]
    public void A_wait_for_a_greenlet_of_a_hub_that_is_gone_says_so()
    {
        Greenlet greenlet;
        using (Start()) greenlet = Spawn(Bodies.SleepsFor(3_600_000));
        using var hub = Start();
        foreach (var use in new Action[] { () => greenlet.Join().Await(), () => greenlet.Link(_ => { }), () => greenlet.Get().Await() })
        {
            Assert.Contains("disposed", Assert.Throws<ObjectDisposedException>(use).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_async_method_that_outlives_its_hub_goes_on_on_the_pool(bool isPosted)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool> task;
        using (Start())
        {
            Task<bool>? begun = null;
            Spawn(() => begun = Waits(gate.Task));
            Sleep(1).Await();
            task = begun!;
            if (isPosted) OnThread(gate.SetResult);
        }

        gate.TrySetResult();
        Assert.True(await task.WaitAsync(s_real));

        static async Task<bool> Waits(Task gate)
        {
            await gate;
            return Thread.CurrentThread.IsThreadPoolThread && SynchronizationContext.Current is null;
        }
    }

    [Fact]
    public async Task A_greenlets_token_is_cancelled_and_its_kill_on_a_token_goes()
    {
        using var outer = new CancellationTokenSource();
        var token = Leave(outer.Token, out var greenlet);
        await Task.Delay(Timeout.Infinite, token).WaitAsync(s_real).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.True(token.IsCancellationRequested);
        for (var i = 0; i < 10 && greenlet.IsAlive; i++) GC.Collect();
        Assert.False(greenlet.IsAlive);
    }

    [Fact]
    public async Task A_group_fails_what_its_hubs_left_and_what_comes_later()
    {
        var clock = new BrokenClock();
        var reports = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        using var group = new HubGroup(1, new HubOptions { TimeProvider = clock });
        group[0].UnhandledException = (_, failure) => reports.Enqueue(failure);
        var left = group.Spawn(() => Bodies.SleepsFor(3_600_000));
        await group.Spawn(() => Bodies.SleepsFor(1)); // it sleeps by now
        clock.IsBroken = true;
        group[0].Post(() => { });
        await Assert.ThrowsAsync<ObjectDisposedException>(() => left.WaitAsync(s_real));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => group.Spawn(() => Bodies.SleepsFor(1)).WaitAsync(s_real));
        Assert.IsType<InvalidDataException>(reports.First());
        using var hub = Start();
        Assert.Throws<ObjectDisposedException>(() => group.Run(() => Gives()).Await());
    }

    private static async Task Sleeps() => await Sleep(Forever);

    private static async Task Gets(AsyncResult<int> ready) => await ready.Get();

    private static IAsyncEnumerator<int> Steps(Hub hub)
    {
        hub.CheckThread();
        return NumbersCoroutine().AsAsyncEnumerable().GetAsyncEnumerator();
    }

    [Coroutine]
    private static IEnumerable<int> Numbers()
    {
        Sleep(Forever).Await();
        yield return 1;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Endless()
    {
        Sleep(Forever).Await();
        yield return 1;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Gives()
    {
        yield return 7;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private CancellationToken Leave(CancellationToken outer, out WeakReference weak)
    {
        using var hub = Start();
        var greenlet = Spawn(Bodies.SleepsFor(3_600_000));
        greenlet.KillOn(outer);
        Sleep(1).Await();
        weak = new WeakReference(greenlet);
        return greenlet.CancellationToken;
    }

    private static T OnThread<T>(Func<T> function)
    {
        T result = default!;
        OnThread(() => { result = function(); });
        return result;
    }

    private static void OnThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    private sealed class BrokenClock : TimeProvider
    {
        private volatile bool _isBroken;

        public bool IsBroken
        {
            set => _isBroken = value;
        }

        public override long GetTimestamp() => _isBroken ? throw new InvalidDataException("broken") : base.GetTimestamp();
    }
}

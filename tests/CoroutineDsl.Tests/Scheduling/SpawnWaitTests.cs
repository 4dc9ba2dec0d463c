using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>A greenlet for a single wait: <c>Spawn(channel.Put(1))</c>.</summary>
public sealed partial class SpawnWaitTests : HubTest
{
    [Fact]
    public void It_begins_in_the_greenlet_and_gives_its_value()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var getting = Spawn(queue.Get(), "getting");
        Greenlet putting = Spawn(queue.Put(7));
        Assert.True(queue.IsEmpty);
        Assert.Equal("getting", getting.Name);
        Assert.Equal(7, getting.Get().Await());
        putting.Join().Await();
        Assert.True(putting.IsSuccessful);
    }

    [Fact]
    public void In_a_coroutine_it_is_the_same()
    {
        Run(Says());
        Assert.Equal("1 2 at 3", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Says()
    {
        var channel = new CoChannel<int>();
        Spawn(channel.Put(1));
        SpawnLater(Seconds(3), channel.Put(2));
        Add($"{channel.Get().Await()}");
        Add(FormattableString.Invariant($"{Spawn(channel.Get()).Get().Await()} at {Now}"));
        yield break;
    }

    [Fact]
    public void Later_it_begins_then()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(items: [1, 2, 3]);
        var later = SpawnLater(20, queue.Get());
        var last = SpawnLater(Seconds(1), queue.Get(), "last");
        SpawnLater(5, Sleep(1)).Join().Await();
        Assert.Equal(3, queue.Count);
        Assert.Equal(1, later.Get().Await());
        Assert.Equal(2, last.Get().Await());
        Assert.Equal(1, Now);
        Assert.Throws<ArgumentOutOfRangeException>(() => SpawnLater(-1, Sleep(1)));
    }

    [Fact]
    public void A_kill_and_a_token_take_it_out_of_the_line()
    {
        using var hub = Start();
        using var stop = new CancellationTokenSource();
        var queue = new CoQueue<int>();
        var killed = Spawn(queue.Get());
        var stopped = Spawn(queue.Get(), token: stop.Token);
        Sleep().Await();
        killed.Kill().Await();
        stop.Cancel();
        stopped.Join().Await();
        queue.PutNoWait(1);
        Sleep().Await();
        Assert.Equal(1, queue.Count);
        Assert.True(killed.IsKilled && stopped.IsKilled);
    }

    [Fact]
    public void What_the_wait_throws_is_its_failure()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        queue.ShutDown();
        Assert.Throws<QueueShutDownException>(() => Spawn(queue.Get()).Get().Await());
        Assert.Empty(Reported);
        var putting = Spawn(queue.Put(1));
        putting.Join().Await();
        Assert.IsType<QueueShutDownException>(putting.Exception);
    }

    [Fact]
    public void Groups_and_nurseries_take_it_too()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var group = new Group();
        Greenlet<int> getting = group.Spawn(queue.Get());
        group.Spawn(queue.Put(1));
        Assert.Equal(2, group.Count);
        group.Join().Await();
        Assert.Equal(1, getting.Value);
        using var nursery = new Nursery();
        var child = nursery.Spawn(queue.Get());
        nursery.Spawn(queue.Put(2));
        nursery.Join().Await();
        Assert.Equal(2, child.Value);
    }

    [Fact]
    public void A_wait_that_a_function_returns_is_waited_for()
    {
        using var hub = Start();
        var queue = new CoQueue<int>(1);
        Spawn(() => queue.Put(1)).Join().Await();
        var second = Spawn(() => queue.Put(2));
        Sleep().Await();
        Assert.False(second.IsReady);
        Assert.Equal([1, 2], new[] { queue.Get().Await(), queue.Get().Await() });
        second.Get().Await().Await(); // which is over
        Assert.True(queue.IsEmpty);
        var killed = Spawn(() => Sleep(Forever));
        Sleep().Await();
        killed.Kill().Await();
        Assert.True(killed.IsKilled);
    }

    [Fact]
    public void The_value_of_a_wait_that_a_function_returns_is_the_greenlets()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var getting = Spawn(() => queue.Get(), "getting");
        Func<Suspension<int>> get = () => queue.Get();
        Greenlet<int> another = Spawn(get);
        Sleep().Await();
        Assert.False(getting.IsReady);
        queue.TryPut(1);
        queue.TryPut(2);
        Assert.Equal(1, getting.Get().Await());
        Assert.Equal(2, another.Get().Await());
        Assert.Equal("getting", getting.Name);
        get = () => throw new IOException();
        Assert.Throws<IOException>(() => Spawn(get).Get().Await());
        var killed = Spawn(() => queue.Get());
        Sleep().Await();
        killed.Kill().Await();
        Assert.Equal(0, queue.Statistics.WaitingGetters);
    }

    [Fact]
    public void A_failure_that_nobody_looks_at_is_reported_as_any_other()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        queue.ShutDown();
        Spawn(queue.Put(1), "put");
        Spawn(queue.Get(), "get");
        Spawn(() => queue.Put(1), "function that puts");
        Spawn(() => queue.Get(), "function that gets");
        SpawnLater(5, queue.Get(), "later");
        new Group().Spawn(queue.Get(), "member");
        Sleep(10).Await();
        Assert.Equal(["put", "get", "function that puts", "function that gets", "member", "later"], Reported.Select(report => report.Greenlet));
        Assert.All(Reported, report => Assert.IsType<QueueShutDownException>(report.Failure));
    }

    [Fact]
    public void In_a_coroutine_too()
    {
        using var hub = Start();
        Spawn(SpawnsWhatFails()).Join().Await();
        Assert.Equal(["put", "get", "function"], Reported.Select(report => report.Greenlet));
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnsWhatFails()
    {
        var queue = new CoQueue<int>(1);
        queue.ShutDown();
        Spawn(queue.Put(1), "put");
        Spawn(queue.Get(), "get");
        Spawn(() => queue.Get(), "function");
        Sleep(1).Await();
        yield break;
    }

    [Fact]
    public void Where_a_function_throws_none_of_all_is_spawned()
    {
        using var hub = Start();
        Assert.Throws<IOException>(() => SpawnAll([1, 2, 3], i => i == 3 ? throw new IOException() : Says()));
        Assert.Throws<IOException>(() => SpawnAll([1, 2, 3], i => i == 3 ? throw new IOException() : Gives(i)));
        Assert.Equal(0, hub.Count);
        Assert.Equal([1, 2], SpawnAll([1, 2], i => Gives(i)).Select(greenlet => greenlet.Get().Await()));
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Gives(int value)
    {
        yield return Sleep(1);
        yield return value;
    }
}

using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Testing;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>A virtual clock does not jump past work that goes on outside the hub, unless told otherwise.</summary>
public sealed class VirtualWorkTests
{
    private readonly VirtualTime _clock = new();

    [Fact]
    public void It_stands_still_while_a_task_is_under_way()
    {
        using var hub = Start();
        using (CoTimeout.Start(TimeSpan.FromSeconds(30))) Task.Delay(300).Await();
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
        Assert.False(new AsyncResult<int>().Wait(TimeSpan.FromSeconds(1)).Await());
        Assert.Equal(1, _clock.Elapsed.TotalSeconds);
    }

    [Fact]
    public void It_stands_still_while_something_is_offloaded()
    {
        using var hub = Start();
        using var isDone = new ManualResetEventSlim();
        using var real = new Timer(_ => isDone.Set(), null, 200, Timeout.Infinite);
        using (CoTimeout.Start(TimeSpan.FromDays(1))) hub.Offload(isDone.Wait).Await();
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public void It_stands_still_for_the_first_of_several_waits()
    {
        using var hub = Start();
        var chosen = Choose(Coroutine.Cancellable(token => Task.Delay(200, token)), Sleep(TimeSpan.FromDays(1))).Await();
        Assert.Equal(0, chosen.Index);
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Fact]
    public void A_test_around_a_task_passes()
    {
        CoTest.Run(Body());

        static IEnumerator<Yield> Body()
        {
            yield return Task.Delay(100);
            Assert.Equal(TimeSpan.Zero, CoTest.Elapsed);
        }
    }

    [Fact]
    public void It_stands_still_for_a_socket_whose_other_end_is_elsewhere()
    {
        using var hub = Start();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var socket = CoSocket.Connect(listener.LocalEndpoint).Await();
        using var other = listener.AcceptSocket();
        using var real = new Timer(_ => other.Send("x"u8), null, 200, Timeout.Infinite);
        Assert.Equal(1, socket.Receive(new byte[1], TimeSpan.FromSeconds(1)).Await());
        Assert.Equal(TimeSpan.Zero, _clock.Elapsed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_jumps_where_both_ends_of_a_connection_are_the_hubs_own(bool isUnix)
    {
        using var hub = Start();
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = CoSocket.Listen(isUnix ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(IPAddress.Loopback, 0));
        var server = Spawn(() =>
        {
            using var connection = listener.Accept().Await();
            Assert.Equal(1, connection.Receive(new byte[1]).Await());
            Sleep(TimeSpan.FromSeconds(60)).Await();
            connection.SendAll(new byte[] { 7 }).Await();
        });
        using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
        Sleep(TimeSpan.FromSeconds(60)).Await();
        client.SendAll(new byte[] { 7 }).Await();
        Assert.Equal(1, client.Receive(new byte[1]).Await());
        Assert.Equal(120, _clock.Elapsed.TotalSeconds);
        server.Await();
    }

    [Fact]
    public void It_jumps_where_nobody_calls()
    {
        using var hub = Start();
        using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        Assert.Throws<SocketException>(() => listener.Accept(TimeSpan.FromMinutes(1)).Await());
        Assert.Equal(60, _clock.Elapsed.TotalSeconds);
    }

    [Fact]
    public void It_goes_on_where_the_hub_itself_completes_the_task()
    {
        using var hub = Start();
        hub.Loop.Outside!.Patience = TimeSpan.FromMilliseconds(50);
        var promise = new TaskCompletionSource();
        Spawn(() =>
        {
            for (var i = 0; i < 100; i++) Sleep(TimeSpan.FromHours(1)).Await();
            promise.SetResult();
        });
        promise.Task.Await();
        Assert.Equal(100, _clock.Elapsed.TotalHours);
    }

    [Fact]
    public void It_goes_on_for_async_code_that_waits_for_the_hub()
    {
        using var hub = Start();
        Twice().Await();
        Assert.Equal(2, _clock.Elapsed.TotalHours);

        static async Task Twice()
        {
            await Sleep(TimeSpan.FromHours(1));
            await Sleep(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public void It_goes_on_for_async_code_that_waits_for_a_greenlet()
    {
        using var hub = Start();
        hub.Loop.Outside!.Patience = TimeSpan.FromDays(1); // the task would hold the clock for as long
        var greenlet = Spawn(() => Sleep(TimeSpan.FromHours(1)).Await());
        Ends().Await();
        Assert.Equal(1, _clock.Elapsed.TotalHours);

        async Task Ends() => await greenlet;
    }

    [Fact]
    public void It_jumps_past_work_where_it_is_told_to()
    {
        using var hub = new Hub(new HubOptions { TimeProvider = new VirtualTime { Grace = TimeSpan.Zero } });
        var never = new TaskCompletionSource();
        Assert.Throws<CoTimeoutException>(() =>
        {
            using (CoTimeout.Start(TimeSpan.FromDays(1))) never.Task.Await();
        });
    }

    private Hub Start() => new(new HubOptions { TimeProvider = _clock });
}

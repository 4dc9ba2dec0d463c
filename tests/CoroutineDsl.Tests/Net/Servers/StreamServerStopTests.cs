using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using CoroutineDsl.Tests.Net.Sockets;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Servers;

/// <summary>How a server ends.</summary>
public partial class StreamServerStopTests
{
    private static readonly TimeSpan Patience = OnHub.Patience;

    [Theory, ClassData(typeof(EverySelector))]
    public void Stop_lets_conversations_end_and_serves_the_backlog(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var server = StreamServer.Create(Loopback, conn => Echo(conn));
            server.Start();
            var endPoint = server.LocalEndPoint!;
            using var open = CoSocket.Connect(endPoint).Await();
            IsEchoed(open, "a"u8.ToArray()).Await();

            server.StopAccepting();
            using var pending = CoSocket.Connect(endPoint).Await();
            pending.SendAll("b"u8.ToArray()).Await();
            var stopping = Spawn(Stop(server, Patience));
            Sleep(TimeSpan.Zero).Await();
            Assert.Null(server.LocalEndPoint);
            Assert.Equal("b"u8, ReceiveExactly(pending, 1).Await());
            IsEchoed(open, "c"u8.ToArray()).Await();
            Assert.False(stopping.IsReady);
            open.Close();
            pending.Close();
            stopping.Get().Await();
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Stop_kills_at_the_deadline_and_waits_for_the_finally_blocks(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var log = new List<string>();
            var server = new StreamServer(Loopback, conn => Stubborn(conn, log));
            server.Start();
            using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
            client.SendAll("x"u8.ToArray()).Await();
            Assert.Equal("y"u8, ReceiveExactly(client, 1).Await());
            server.Stop(TimeSpan.FromMilliseconds(5)).Await();
            Assert.Equal(["received", "exit", "finally"], log);
            Assert.Equal(0, server.ConnectionCount);
            Assert.Equal("bye"u8, ReceiveExactly(client, 3).Await());
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Stubborn(CoSocket conn, List<string> log)
    {
        try
        {
            conn.Receive(new byte[1]).Await();
            log.Add("received");
            conn.SendAll("y"u8.ToArray()).Await();
            conn.Receive(new byte[1]).Await();
        }
        catch (GreenletExit)
        {
            log.Add("exit");
            throw;
        }
        finally
        {
            Sleep(TimeSpan.FromMilliseconds(1)).Await();
            conn.SendAll("bye"u8.ToArray()).Await();
            log.Add("finally");
        }

        yield break;
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Stop_ends_at_its_bound_and_names_who_is_stuck(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var hub = Hub.Current;
            var reports = new List<(Greenlet Greenlet, Exception Failure)>();
            var report = hub.UnhandledException;
            hub.UnhandledException = (greenlet, failure) => reports.Add((greenlet, failure));
            var server = new StreamServer(Loopback, conn => NeverEnds());
            server.Start();
            using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
            Sleep(TimeSpan.FromMilliseconds(1)).Await();
            Assert.Equal(1, server.ConnectionCount);
            Assert.False(server.Stop(TimeSpan.FromMilliseconds(5)).Await());
            hub.UnhandledException = report;
            var (stuck, failure) = Assert.Single(reports);
            Assert.IsType<TimeoutException>(failure);
            Assert.Contains(stuck.Name, failure.Message, StringComparison.Ordinal);
            Assert.Contains(nameof(NeverEnds), failure.Message, StringComparison.Ordinal);
            stuck.KillHard().Await();
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    [Theory, InlineData(0), InlineData(100), InlineData(1000), InlineData(10_000)]
    public void Stop_has_one_bound_for_draining_and_killing(int milliseconds)
    {
        var clock = new VirtualTime();
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        hub.UnhandledException = (_, _) => { };
        var server = new StreamServer(Loopback, conn => NeverEnds());
        server.Start();
        using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
        while (server.ConnectionCount == 0) Sleep().Await();
        Sleep().Await();
        var before = clock.Elapsed;
        Assert.False(server.Stop(TimeSpan.FromMilliseconds(milliseconds)).Await());
        Assert.Equal(milliseconds, (clock.Elapsed - before).TotalMilliseconds, 3);
    }

    [Coroutine]
    private static IEnumerator<Yield> NeverEnds()
    {
        try
        {
            yield return Sleep(TimeSpan.FromDays(1));
        }
        finally
        {
            Sleep(TimeSpan.FromDays(1)).Await();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Stop(StreamServer server, TimeSpan timeout)
    {
        server.Stop(timeout).Await();
        yield break;
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Connections_that_never_ran_are_closed_too(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            var server = new StreamServer(listener, conn => Coroutine.FromIterator(Echo(conn)));
            server.Start();
            server.Dispose();
            Assert.Equal(0, server.ConnectionCount);
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            server.Stop().Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void ServeForever_returns_when_stopped_and_stops_when_killed(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            foreach (var isKilled in new[] { false, true })
            {
                var server = StreamServer.Create(Loopback, conn => Echo(conn));
                var serving = Spawn(Serve(server));
                Sleep(TimeSpan.Zero).Await();
                using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
                IsEchoed(client, "x"u8.ToArray()).Await();
                if (isKilled)
                {
                    serving.Kill().Await();
                    Assert.Equal(0, client.Receive(new byte[1]).Await());
                }
                else
                {
                    client.Close();
                    server.Stop().Await();
                }

                serving.Join().Await();
                Assert.True(serving.IsDead);
                Assert.True(server.IsStopped);
                Assert.Equal(0, server.ConnectionCount);
            }

            yield break;
        }
    }

    [Coroutine]
    internal static IEnumerator<Yield> Serve(StreamServer server)
    {
        server.ServeForever().Await();
        yield break;
    }
}

using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Names;

[Collection(Descriptors.Alone)]
public class NameTests
{
    private static readonly IPAddress s_two = IPAddress.Parse("127.0.0.2"), s_three = IPAddress.Parse("127.0.0.3");

    [Fact]
    public void A_name_of_this_machine_can_be_connected_to()
    {
        using var hub = new Hub(new HubOptions());
        using var listener = CoSocket.Listen(Loopback);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        Assert.Contains(IPAddress.Loopback, CoDns.Resolve("localhost").Await());
        Assert.Equal([IPAddress.Loopback], CoDns.Resolve("127.0.0.1").Await());
        foreach (var host in new[] { "localhost", "127.0.0.1" })
        {
            using var client = CoSocket.Connect(host, port).Await();
            using var conn = listener.Accept().Await();
            Assert.Equal(client.LocalEndPoint, conn.RemoteEndPoint);
        }

        using var third = CoSocket.Connect(new DnsEndPoint("localhost", port)).Await();
        Assert.Throws<ArgumentOutOfRangeException>(() => CoSocket.Connect("localhost", 70_000));
    }

    [Fact]
    public void A_name_that_is_none_is_a_socket_exception()
    {
        using var hub = new Hub(new HubOptions { NameLookup = _ => throw new SocketException((int)SocketError.HostNotFound) });
        Assert.Equal(SocketError.HostNotFound, Assert.Throws<SocketException>(() => CoSocket.Connect("nobody.invalid", 1).Await()).SocketErrorCode);
        using var empty = new Hub(new HubOptions { NameLookup = _ => Task.FromResult<IPAddress[]>([]) });
        Assert.Equal(SocketError.HostNotFound, Assert.Throws<SocketException>(() => CoDns.Resolve("nobody.invalid").Await()).SocketErrorCode);
    }

    [Fact]
    public void Answers_are_shared_and_remembered_as_long_as_the_options_say()
    {
        var lookups = 0;
        var answer = new TaskCompletionSource<IPAddress[]>();
        var time = new VirtualTime();
        using var hub = new Hub(new HubOptions
        {
            TimeProvider = time,
            DnsCacheDuration = TimeSpan.FromMinutes(1),
            NameLookup = _ =>
            {
                lookups++;
                return answer.Task;
            },
        });
        var one = CoDns.Resolve("name");
        var two = CoDns.Resolve("NAME");
        Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => CoDns.Resolve("name", TimeSpan.FromMilliseconds(1)).Await()).SocketErrorCode);
        answer.SetResult([s_two]);
        Assert.Equal([s_two], one.Await());
        Assert.Equal([s_two], two.Await());
        Assert.Equal([s_two], CoDns.Resolve("name").Await());
        Assert.Equal(1, lookups);
        Sleep(TimeSpan.FromMinutes(1)).Await();
        Assert.Equal([s_two], CoDns.Resolve("name").Await());
        Assert.Equal(2, lookups);
    }

    [Fact]
    public void A_timeout_is_by_the_hubs_clock_whatever_the_thread_pool_does()
    {
        var time = new VirtualTime();
        using var hub = new Hub(new HubOptions { TimeProvider = time, NameLookup = _ => new TaskCompletionSource<IPAddress[]>().Task });
        Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => CoDns.Resolve("name", TimeSpan.FromHours(1)).Await()).SocketErrorCode);
        Assert.Equal(TimeSpan.FromHours(1), time.Elapsed);
    }

    [Fact]
    public void Names_that_are_not_answered_hold_up_no_file()
    {
        using var release = new ManualResetEventSlim();
        var blocked = Enumerable.Range(0, 40).Select(_ => BlockingThreads.Names.Run(() => { release.Wait(); return Thread.CurrentThread.Name; })).ToArray();
        using var hub = new Hub(new HubOptions());
        var path = Path.GetTempFileName();
        CoFile.WriteAllText(path, "read").Await();
        Assert.Equal("read", CoFile.ReadAllText(path).Await());
        Assert.Equal("CoroutineDsl files", CoFile.Call(() => Thread.CurrentThread.Name).Await());
        release.Set();
        Assert.All(blocked, call => Assert.Equal("CoroutineDsl names", call.Bounded().Await()));
        File.Delete(path);
    }

    [Fact]
    public void The_next_address_is_tried_when_one_refuses()
    {
        using var hub = new Hub(new HubOptions { NameLookup = _ => Task.FromResult<IPAddress[]>([s_two, s_three, IPAddress.Loopback]) });
        using var listener = CoSocket.Listen(Loopback);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using (var client = CoSocket.Connect("name", port).Await()) Assert.Equal(listener.LocalEndPoint, client.RemoteEndPoint);
        listener.Close();
        var failure = Assert.Throws<SocketException>(() => CoSocket.Connect("name", port).Await());
        Assert.Equal(SocketError.ConnectionRefused, failure.SocketErrorCode);
        Assert.Contains("127.0.0.3", failure.Message);
    }

    [Fact]
    public void A_silent_address_has_a_head_start_and_then_loses()
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere a full backlog refuses
        var time = new VirtualTime { Grace = TimeSpan.FromMilliseconds(20) };
        using var hub = new Hub(new HubOptions { TimeProvider = time, NameLookup = _ => Task.FromResult<IPAddress[]>([s_two, IPAddress.Loopback]) });
        using var listener = CoSocket.Listen(Loopback);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(s_two, port));
        full.Listen(0);
        using var first = CoSocket.Connect(full.LocalEndPoint!).Await();
        var before = Descriptors.Count;
        var start = time.GetTimestamp();
        using (var client = CoSocket.Connect("name", port).Await())
        {
            Assert.Equal(listener.LocalEndPoint, client.RemoteEndPoint);
            Assert.Equal(250, Math.Round(time.GetElapsedTime(start).TotalMilliseconds));
            using var conn = listener.Accept().Await();
        }

        // nobody answers: the deadline is for the whole
        using var silent = new Hub(new HubOptions { TimeProvider = new VirtualTime { Grace = TimeSpan.FromMilliseconds(20) }, NameLookup = _ => Task.FromResult<IPAddress[]>([s_two, s_two]) });
        var connecting = CoSocket.Connect("name", port, TimeSpan.FromSeconds(1));
        Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => connecting.Await()).SocketErrorCode);
        Sleep(TimeSpan.Zero).Await();
        Assert.InRange(Descriptors.Count, 0, before + 6); // the second hub's selector is among them
    }

    [Fact]
    public void IPv6_and_IPv4_take_turns()
    {
        IPAddress a = IPAddress.Parse("::1"), b = IPAddress.Parse("::2"), c = IPAddress.Parse("::3"), x = s_two, y = s_three;
        Assert.Equal([a, x, b, y, c], ConnectFrame.Interleaved([a, b, c, x, y]));
        Assert.Equal([x, a, y], ConnectFrame.Interleaved([x, y, a]));
        Assert.Equal([x], ConnectFrame.Interleaved([x]));
    }
}

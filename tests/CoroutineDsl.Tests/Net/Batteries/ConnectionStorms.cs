using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Batteries;

[Collection(Descriptors.Alone)]
public partial class ConnectionStorms
{
    private const int Addresses = 40; // 127.0.0.x: each has its own ports

    [Fact]
    public void Active_connections_are_served_among_many_idle_ones()
    {
        if (!OperatingSystem.IsLinux()) return;
        Battery.LeavesNothing(Body);

        static IEnumerator<Yield> Body()
        {
            var server = StreamServer.Create(new IPEndPoint(IPAddress.Any, 0), conn => Echo(conn));
            server.Start();
            var idle = new List<CoSocket>();
            for (var i = 0; i < Battery.Count(500, 9_300); i++) idle.Add(CoSocket.Connect(Target(server, i)).Await());
            var active = Enumerable.Range(0, Battery.Count(50, 500)).Select(i => (Greenlet)Spawn(Ask(server, i, rounds: 20))).ToArray();
            JoinAll(active, raiseError: true).Await();
            while (server.ConnectionCount > idle.Count) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            Assert.Equal(idle.Count, server.ConnectionCount);
            // the idle ones have not been forgotten
            for (var i = 0; i < idle.Count; i += 97)
            {
                idle[i].SendAll(Pattern(10, i)).Await();
                Assert.Equal(Pattern(10, i), ReceiveExactly(idle[i], 10).Await());
            }

            idle.ForEach(client => client.Close());
            server.Stop(Battery.Patience).Await();
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    [Fact]
    public void Connections_come_and_go()
    {
        if (!OperatingSystem.IsLinux()) return;
        Battery.LeavesNothing(Body);

        static IEnumerator<Yield> Body()
        {
            const int clients = 50;
            var server = StreamServer.Create(new IPEndPoint(IPAddress.Any, 0), conn => Echo(conn));
            server.Start();
            var each = Battery.Count(2_000, 200_000) / clients / 2; // the storm runs twice
            JoinAll(Enumerable.Range(0, clients).Select(i => (Greenlet)Spawn(Churn(server, i, each))), raiseError: true).Await();
            server.Stop(Battery.Patience).Await();
            Assert.Equal(clients * each, server.AcceptedCount);
            yield break;
        }
    }

    [Fact]
    public void Resets_in_the_middle_of_sends_end_only_their_own_connection()
    {
        if (!OperatingSystem.IsLinux()) return;
        Battery.LeavesNothing(Body);

        static IEnumerator<Yield> Body()
        {
            var server = new StreamServer(new IPEndPoint(IPAddress.Any, 0), conn => Pour(conn));
            server.Start();
            var patient = Spawn(Drink(server, 0, whole: true));
            JoinAll(Enumerable.Range(0, Battery.Count(200, 1_000)).Select(i => (Greenlet)Spawn(Drink(server, i, whole: false))), raiseError: true).Await();
            Assert.Equal(Amount, patient.Get(Battery.Patience).Await());
            server.Stop(Battery.Patience).Await();
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    [Fact]
    public void Without_descriptors_connections_wait_and_are_served_when_there_are_some_again()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var hub = new Hub(new HubOptions());
        var reported = new List<Exception>();
        hub.UnhandledException = (_, exception) => reported.Add(exception);
        var server = StreamServer.Create(new IPEndPoint(IPAddress.Loopback, 0), conn => Echo(conn));
        server.Start();
        var endPoint = server.LocalEndPoint!;
        using (var warm = CoSocket.Connect(endPoint).Await()) Exchange(warm);

        // made while there are descriptors; accepted while there are not
        var clients = new List<Socket>();
        for (var i = 0; i < 50; i++) clients.Add(new(SocketType.Stream, ProtocolType.Tcp));
        var before = Descriptors.Count;
        var limit = LimitDescriptors(RoomFor(11));
        try
        {
            foreach (var client in clients) client.Connect(endPoint);
            while (reported.Count < 3) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            Assert.All(reported, e => Assert.Equal(SocketError.TooManyOpenSockets, Assert.IsType<SocketException>(e).SocketErrorCode));
            Assert.InRange(reported.Count, 3, 100);
            Assert.InRange(server.ConnectionCount, 1, 20);
        }
        finally
        {
            LimitDescriptors(limit);
        }

        foreach (var client in clients)
        {
            client.Send("x"u8);
            using var taken = new CoSocket(client);
            Assert.Equal("x"u8, ReceiveExactly(taken, 1).Await());
        }

        server.Stop(Battery.Patience).Await();
        Assert.InRange(Descriptors.Count, 0, before - clients.Count + 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Stopping_under_load_loses_no_byte_that_was_answered(bool isKilled)
    {
        if (!OperatingSystem.IsLinux()) return;
        Battery.LeavesNothing(Body);

        IEnumerator<Yield> Body()
        {
            var tally = new Tally();
            var server = new StreamServer(new IPEndPoint(IPAddress.Any, 0), conn => Answer(conn, tally));
            server.Start();
            var clients = Enumerable.Range(0, Battery.Count(50, 500)).Select(i => Spawn(AskUntilTheEnd(server, i, tally, isKilled))).ToArray();
            while (tally.Answered < clients.Length * 20) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            tally.IsStopping = true;
            server.Stop(isKilled ? TimeSpan.Zero : Battery.Patience).Await();
            JoinAll(clients, raiseError: true).Await();
            Assert.Equal(tally.Answered, tally.Received);
            yield break;
        }
    }

    private sealed class Tally
    {
        public long Answered { get; set; }

        public long Received { get; set; }

        public bool IsStopping { get; set; }
    }

    private const int Amount = 4_000_000;

    private static IPEndPoint Target(StreamServer server, int client) => new(new IPAddress([127, 0, 0, (byte)(1 + (client % Addresses))]), ((IPEndPoint)server.LocalEndPoint!).Port);

    private static void Exchange(CoSocket client)
    {
        IsEchoed(client, "x"u8.ToArray()).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> Ask(StreamServer server, int number, int rounds)
    {
        using var client = CoSocket.Connect(Target(server, number)).Await();
        for (var i = 0; i < rounds; i++)
        {
            client.SendAll(Pattern(100, number + i)).Await();
            Assert.Equal(Pattern(100, number + i), ReceiveExactly(client, 100).Await());
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Churn(StreamServer server, int number, int count)
    {
        for (var i = 0; i < count; i++) Ask(server, number + i, rounds: 1).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Pour(CoSocket conn)
    {
        var bytes = new byte[100_000];
        for (var sent = 0; sent < Amount; sent += bytes.Length) conn.SendAll(bytes).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Drink(StreamServer server, int number, bool whole)
    {
        using var client = CoSocket.Connect(Target(server, number)).Await();
        var buffer = new byte[10_000];
        var total = 0;
        while (client.Receive(buffer).Await() is var n and > 0)
        {
            total += n;
            if (whole || total < 1000 * (number % 100)) continue;
            client.LingerState = new(true, 0);
            break;
        }

        yield return total;
    }

    [Coroutine]
    private static IEnumerator<Yield> Answer(CoSocket conn, Tally tally)
    {
        var buffer = new byte[64];
        while (conn.Receive(buffer).Await() is var n and > 0)
        {
            conn.SendAll(buffer.AsMemory(0, n)).Await();
            tally.Answered += n;
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> AskUntilTheEnd(StreamServer server, int number, Tally tally, bool isKilled)
    {
        using var client = CoSocket.Connect(Target(server, number)).Await();
        var buffer = new byte[64];
        try
        {
            while (isKilled || !tally.IsStopping)
            {
                client.SendAll("x"u8.ToArray()).Await();
                var n = client.Receive(buffer).Await();
                if (n == 0) break;
                tally.Received += n;
            }
        }
        catch (SocketException) when (isKilled)
        {
            // what was sent last was not read any more: a reset
        }

        yield break;
    }

    /// <summary>The limit with which so many more can be opened: it is one of numbers, and the lowest free one is taken each time.</summary>
    private static int RoomFor(int count)
    {
        var open = Directory.GetFileSystemEntries("/proc/self/fd").Select(path => int.Parse(Path.GetFileName(path))).ToHashSet();
        return Enumerable.Range(0, int.MaxValue).Where(number => !open.Contains(number)).ElementAt(count - 1) + 1;
    }

    /// <summary>Sets how many descriptors the process may have; gives how many it might before.</summary>
    private static unsafe long LimitDescriptors(long count)
    {
        var limit = stackalloc long[2]; // soft, hard
        Assert.Equal(0, GetLimit(7, limit));
        var before = limit[0];
        limit[0] = count;
        Assert.Equal(0, SetLimit(7, limit));
        return before;
    }

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern unsafe int GetLimit(int resource, long* limit);

    [DllImport("libc", EntryPoint = "setrlimit")]
    private static extern unsafe int SetLimit(int resource, long* limit);
}

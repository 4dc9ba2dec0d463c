using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Sockets;

/// <summary>Kills, timeouts, closes and mistakes: nothing is lost, nothing hangs, and the message says what to do.</summary>
[Collection(Descriptors.Alone)]
public class MisuseTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void A_timed_out_receive_takes_nothing(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var peer = new Peer(listener.LocalEndPoint!);
            using var conn = listener.Accept().Await();
            var buffer = new byte[10];
            for (var i = 0; i < 3; i++)
            {
                var receiving = conn.Receive(buffer, 5);
                var timeout = Assert.Throws<SocketException>(() => receiving.Await());
                Assert.Equal(SocketError.TimedOut, timeout.SocketErrorCode);
                Assert.Contains("Receive timed out", timeout.Message);
                peer.SendAll("abc"u8);
                Assert.Equal("abc"u8, ReceiveExactly(conn, 3).Await());
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Kills_at_any_moment_lose_no_byte(string selector)
    {
        const int size = 20_000;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        OnHub.Run(selector, Body);

        IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var sent = Pattern(size, seed);
            var sending = Peer.Talk(listener.LocalEndPoint!, peer =>
            {
                foreach (var chunk in sent.Chunk(37)) peer.SendAll(chunk);
                return peer.ReceiveToEnd();
            });
            using var conn = listener.Accept().Await();
            var received = new List<byte>();
            var kills = 0;
            while (received.Count < size)
            {
                var victim = Spawn(Collect(conn, received));
                for (var turns = random.Next(4); turns >= 0; turns--) Sleep(TimeSpan.FromTicks(random.Next(2) * 100)).Await();
                victim.Kill().Await();
                kills++;
            }

            Assert.True(sent.SequenceEqual(received), $"seed {seed}, {kills} kills");
            conn.Close();
            sending.Bounded().Await();
            yield break;
        }

        static IEnumerator<Yield> Collect(CoSocket conn, List<byte> received)
        {
            var buffer = new byte[50];
            while (conn.Receive(buffer).Await() is var n and > 0) received.AddRange(buffer[..n]);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Two_receivers_are_told_of_each_other(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            var first = Spawn(Echo(conn), "first");
            Sleep(TimeSpan.Zero).Await();
            for (var i = 0; i < 2; i++)
            {
                var second = Spawn(ReceiveExactly(conn, 1), "second");
                second.Join().Await();
                var failure = Assert.IsType<InvalidOperationException>(second.Exception);
                Assert.Contains("first", failure.Message);
                Assert.Contains("second", failure.Message);
            }

            // the first one is none the worse for it
            IsEchoed(client, "x"u8.ToArray()).Await();
            client.Close();
            Assert.Equal(1L, first.Get().Await());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Suspensions_are_waited_for_in_any_order(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            byte[] one = new byte[1], two = new byte[1];
            var first = conn.Receive(one);
            var second = conn.Receive(two);
            client.SendAll("xyz"u8.ToArray()).Await();
            Assert.Equal(1, second.Await());
            Assert.Equal(1, first.Await());
            Assert.Equal("yx", $"{(char)one[0]}{(char)two[0]}");
            Assert.Equal(1, first.Await()); // does it again
            Assert.Equal((byte)'z', one[0]);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_suspension_is_waited_for_by_one_greenlet_at_a_time(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            var buffer = new byte[1];
            var wait = conn.Receive(buffer);
            var receiver = Spawn(Waits(wait));
            Sleep(TimeSpan.Zero).Await();
            Assert.Throws<InvalidOperationException>(() => wait.Await());
            client.SendAll("x"u8.ToArray()).Await();
            Assert.Equal(1, receiver.Await());
            yield break;
        }

        static IEnumerator<Yield<int>> Waits(Suspension<int> wait)
        {
            yield return wait.Await();
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Closing_wakes_whoever_waits(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            var conn = listener.Accept().Await();
            var accepting = Spawn(Accept(listener));
            var receiving = Spawn(ReceiveExactly(conn, 1));
            var sending = Spawn(SendAll(conn, new byte[50_000_000]));
            Sleep(TimeSpan.Zero).Await();
            Hub.Current.UnhandledException = (_, _) => { };
            conn.Close();
            conn.Close();
            listener.Close();
            JoinAll(accepting, receiving, sending).Await();
            foreach (var greenlet in new Greenlet[] { accepting, receiving, sending })
            {
                var failure = Assert.IsType<SocketException>(greenlet.Exception);
                Assert.Equal(SocketError.OperationAborted, failure.SocketErrorCode);
                Assert.Contains("127.0.0.1", failure.Message);
            }

            Assert.Throws<ObjectDisposedException>(() => conn.Receive(new byte[1]).Await());
            Assert.Throws<ObjectDisposedException>(() => conn.SendAll(new byte[1]).Await());
            Assert.Throws<ObjectDisposedException>(() => conn.Shutdown());
            Assert.Throws<ObjectDisposedException>(() => conn.NoDelay);
            Assert.Throws<ObjectDisposedException>(() => listener.Accept().Await());
            Assert.Contains("closed", conn.ToString());
            yield break;
        }

        static IEnumerator<Yield> Accept(CoSocket listener)
        {
            listener.Accept().Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_suspension_of_a_socket_closed_since_is_refused(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var accepting = listener.Accept();
            listener.Close();
            Assert.Throws<ObjectDisposedException>(() => accepting.Await());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Another_thread_is_refused(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var outcome = Task.Run(() => Record.Exception(() => listener.Accept().Await())).Bounded().Await();
            Assert.Contains("Hub.Post", Assert.IsType<InvalidOperationException>(outcome).Message);
            Assert.IsType<InvalidOperationException>(Task.Run(() => Record.Exception(listener.Close)).Bounded().Await());
            Assert.False(listener.IsClosed);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_refused_connection_says_so_and_leaves_nothing_open(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            EndPoint nobody;
            using (var listener = CoSocket.Listen(Loopback)) nobody = listener.LocalEndPoint!;
            var before = Descriptors.Count;
            for (var i = 0; i < 100; i++)
            {
                var refused = Assert.Throws<SocketException>(() => CoSocket.Connect(nobody).Await());
                Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
                Assert.Contains(nobody.ToString()!, refused.Message);
            }

            Assert.InRange(Descriptors.Count, 0, before + 5);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void An_attempt_to_connect_that_is_killed_or_timed_out_leaves_nothing_open(string selector)
    {
        if (!OperatingSystem.IsLinux()) return; // elsewhere a full backlog refuses
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            full.Bind(Loopback);
            full.Listen(0);
            using var first = CoSocket.Connect(full.LocalEndPoint!).Await();
            var before = Descriptors.Count;
            for (var i = 0; i < 10; i++)
            {
                var connecting = CoSocket.Connect(full.LocalEndPoint!, TimeSpan.FromMilliseconds(5));
                var timeout = Assert.Throws<SocketException>(() => connecting.Await());
                Assert.Equal(SocketError.TimedOut, timeout.SocketErrorCode);
                var killed = Spawn(Connect(full.LocalEndPoint!));
                Sleep(TimeSpan.Zero).Await();
                killed.Kill().Await();
                Assert.True(killed.IsDead);
            }

            Assert.InRange(Descriptors.Count, 0, before + 5);
            yield break;
        }

        static IEnumerator<Yield> Connect(EndPoint endPoint)
        {
            CoSocket.Connect(endPoint).Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_port_in_use_says_what_to_do(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var failure = Assert.Throws<SocketException>(() => CoSocket.Listen(listener.LocalEndPoint!));
            Assert.Equal(SocketError.AddressAlreadyInUse, failure.SocketErrorCode);
            Assert.Contains(listener.LocalEndPoint!.ToString()!, failure.Message);
            Assert.Contains("choose another port", failure.Message);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void One_that_never_has_to_wait_still_lets_the_others_run(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            const int size = 10_000;
            client.SendAll(new byte[size]).Await();
            var turns = new int[1];
            var other = Spawn(Count(turns));
            var received = 0;
            while (received < size) received += conn.Receive(new byte[1]).Await();
            Assert.InRange(turns[0], 10, int.MaxValue);
            other.Kill().Await();
            yield break;
        }

        static IEnumerator<Yield> Count(int[] turns)
        {
            while (true)
            {
                turns[0]++;
                yield return Sleep(TimeSpan.Zero);
            }
        }
    }

    [Fact]
    public void A_socket_that_nobody_has_any_more_closes()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var hub = new Hub(new HubOptions());
        using var listener = CoSocket.Listen(Loopback);
        for (var i = 0; i < 10; i++)
        {
            Drop(listener.LocalEndPoint!);
            using var conn = listener.Accept().Await();
            var ended = conn.Receive(new byte[1], OnHub.Patience);
            Sleep(TimeSpan.Zero).Await(); // a greenlet remembers what it waited for last
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.True(HasEnded(ended));
        }

        // .NET resets the connections of its sockets that nobody closed
        static bool HasEnded(Suspension<int> receive)
        {
            try
            {
                return receive.Await() == 0;
            }
            catch (SocketException e) when (Hub.Current.Selector is PollSelector)
            {
                return e.SocketErrorCode == SocketError.ConnectionReset;
            }
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Drop(EndPoint endPoint)
        {
            var dropped = CoSocket.Connect(endPoint).Await();
            var receiving = dropped.Receive(new byte[1], 1);
            Assert.Throws<SocketException>(() => receiving.Await()); // so it is attached
        }
    }
}

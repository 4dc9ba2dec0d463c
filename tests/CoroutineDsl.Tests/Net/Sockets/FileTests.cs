using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Sockets;

public partial class FileTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void A_file_arrives_whole_or_in_part(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.GetTempFileName();
            try
            {
                var content = Pattern(3_000_017);
                File.WriteAllBytes(path, content);
                using var listener = CoSocket.Listen(Loopback);
                using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
                using var conn = listener.Accept().Await();

                var receiving = Spawn(ReceiveExactly(client, content.Length));
                Assert.Equal(content.Length, conn.SendFile(path).Await());
                Assert.Equal(content, receiving.Get().Await());

                using var file = File.OpenHandle(path);
                foreach (var (offset, count) in new[] { (0L, 0L), (0, 1), (5, 100), (1000, 2_000_000), (content.Length - 10, 10) })
                {
                    receiving = Spawn(ReceiveExactly(client, (int)count));
                    Assert.Equal(count, conn.SendFile(file, offset, count).Await());
                    Assert.Equal(content.Skip((int)offset).Take((int)count), receiving.Get().Await());
                }

                // beyond the end there is nothing
                Assert.Equal(0, conn.SendFile(file, content.Length).Await());
                Assert.Equal(3, conn.SendFile(file, content.Length - 3, 100).Await());
                Assert.Equal(content[^3..], ReceiveExactly(client, 3).Await());

                using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
                stream.Write("new"u8);
                Assert.Equal(3, conn.SendFile(stream, 0, 3).Await());
                Assert.Equal("new"u8, ReceiveExactly(client, 3).Await());
                Assert.Equal(3, stream.Position);
                Assert.Throws<ArgumentOutOfRangeException>(() => conn.SendFile(file, -1).Await());
                Assert.Throws<ArgumentOutOfRangeException>(() => conn.SendFile(file, 0, -1).Await());
                Assert.Throws<FileNotFoundException>(() => conn.SendFile(path + ".none").Await());
                Assert.Throws<ArgumentOutOfRangeException>(() => conn.SendFile(file, content.Length + 1).Await());
            }
            finally
            {
                File.Delete(path);
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_file_to_a_peer_that_does_not_read_times_out(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.GetTempFileName();
            try
            {
                using (var big = File.OpenWrite(path)) big.SetLength(100_000_000);
                using var listener = CoSocket.Listen(Loopback);
                using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
                using var conn = listener.Accept().Await();
                var sending = conn.SendFile(path, timeout: TimeSpan.FromMilliseconds(5));
                Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => sending.Await()).SocketErrorCode);
            }
            finally
            {
                File.Delete(path);
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_proxy_copies_both_ways(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var echo = StreamServer.Create(Loopback, conn => Echo(conn));
            echo.Start();
            using var proxy = new StreamServer(Loopback, conn => Proxy(conn, echo.LocalEndPoint!));
            proxy.Start();
            using var client = CoSocket.Connect(proxy.LocalEndPoint!).Await();
            var sent = Pattern(1_000_000);
            var sending = Spawn(SendAll(client, sent));
            Assert.Equal(sent, ReceiveExactly(client, sent.Length).Await());
            sending.Get().Await();
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            proxy.Stop(OnHub.Patience).Await();
            echo.Stop(OnHub.Patience).Await();
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Proxy(CoSocket conn, System.Net.EndPoint target)
    {
        using var upstream = CoSocket.Connect(target).Await();
        var there = Spawn(Forward(conn, upstream));
        upstream.CopyTo(conn).Await();
        yield return there;
    }

    [Coroutine]
    private static IEnumerator<Yield> Forward(CoSocket from, CoSocket to)
    {
        from.CopyTo(to).Await();
        to.Shutdown(SocketShutdown.Send);
        yield break;
    }
}

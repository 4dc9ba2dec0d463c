using System.Net;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Servers;

public partial class DatagramServerTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void Each_datagram_gets_its_answer(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var server = new DatagramServer(Loopback, (server, bytes, from) => Answer(server, bytes, from!));
            var serving = Spawn(Serve(server));
            Sleep(TimeSpan.Zero).Await();
            using var client = CoSocket.Bind(Loopback);
            var buffer = new byte[2000];
            for (var i = 1; i < 100; i++)
            {
                var sent = Pattern(i * 10, i);
                client.SendTo(sent, server.LocalEndPoint!).Await();
                var (count, from) = client.ReceiveFrom(buffer).Await();
                Assert.Equal(sent.Reverse(), buffer[..count]);
                Assert.Equal(server.LocalEndPoint, from);
            }

            server.Stop();
            serving.Get().Await();
            Assert.Null(server.LocalEndPoint);
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Answer(DatagramServer server, ReadOnlyMemory<byte> bytes, EndPoint from)
    {
        var answer = bytes.ToArray();
        Array.Reverse(answer);
        server.SendTo(answer, from).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Serve(DatagramServer server)
    {
        server.ServeForever().Await();
        yield break;
    }
}

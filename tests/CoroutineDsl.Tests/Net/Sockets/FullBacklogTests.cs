using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Sockets;

/// <summary>More clients of a path than its listener's backlog has room for.</summary>
public partial class FullBacklogTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void Clients_of_a_full_backlog_wait_until_they_are_accepted(string selector)
    {
        if (!Socket.OSSupportsUnixDomainSockets) return;
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.Combine(Path.GetTempPath(), $"backlog-{Guid.NewGuid():N}.sock");
            using (var listener = CoSocket.Listen(new UnixDomainSocketEndPoint(path), backlog: 1))
            {
                var clients = Enumerable.Range(0, 20).Select(i => Spawn(Talk(path, (byte)i))).ToArray();
                Sleep(TimeSpan.FromMilliseconds(5)).Await();
                Assert.DoesNotContain(clients, client => client.IsReady);
                var late = Assert.Throws<SocketException>(() => CoSocket.Connect(new UnixDomainSocketEndPoint(path), TimeSpan.FromMilliseconds(10)).Await());
                Assert.Equal(SocketError.TimedOut, late.SocketErrorCode);
                var killed = Spawn(Talk(path, 99));
                Sleep(TimeSpan.FromMilliseconds(2)).Await();
                killed.Kill().Await();
                for (var i = 0; i < clients.Length; i++) Spawn(Echo(listener.Accept(OnHub.Patience).Await()));
                for (var i = 0; i < clients.Length; i++) Assert.Equal(i, clients[i].Get(OnHub.Patience).Await());
            }

            File.Delete(path);
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Talk(string path, byte number)
    {
        using var client = CoSocket.Connect(new UnixDomainSocketEndPoint(path)).Await();
        client.SendAll(new[] { number }).Await();
        var answer = ReceiveExactly(client, 1).Await();
        yield return answer[0];
    }
}

using System.Net;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Servers;

public class AddressLimitTests
{
    [Fact]
    public void An_address_has_so_many_connections_and_no_more()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), new() { MaxPerAddress = 3 });
            server.Start();
            var clients = new List<CoSocket>();
            for (var i = 0; i < 3; i++) clients.Add(CoSocket.Connect(server.LocalEndPoint!).Await());
            foreach (var client in clients) IsEchoed(client, Pattern(10)).Await();
            using (var further = CoSocket.Connect(server.LocalEndPoint!).Await()) Assert.Equal(0, further.Receive(new byte[1], OnHub.Patience).Await());
            Assert.Equal((3, 1L), (server.ConnectionCount, server.RefusedCount));
            clients[0].Close();
            while (server.ConnectionCount == 3) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            using var again = CoSocket.Connect(server.LocalEndPoint!).Await();
            IsEchoed(again, Pattern(10)).Await();
            clients.ForEach(client => client.Close());
            yield break;
        }
    }

    [Theory]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("::ffff:1.2.3.4", "1.2.3.4")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    public void An_IPv6_client_is_its_network(string address, string key) => Assert.Equal(IPAddress.Parse(key), AddressCounts.KeyOf(new IPEndPoint(IPAddress.Parse(address), 1)));
}

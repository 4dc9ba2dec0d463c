// says: ping True pong 5 datagram
namespace Datagrams;

using System.Text;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var one = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        using var two = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        one.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        two.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Later(() => one.SendTo("ping"u8, two.LocalEndPoint!));
        var buffer = new byte[100];
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        var n = [|two.ReceiveFrom(buffer, ref from)|];
        Say(Encoding.ASCII.GetString(buffer, 0, n));
        Say(from.Equals(one.LocalEndPoint));
        [|two.SendTo(Encoding.ASCII.GetBytes("pong"), from)|];
        Say(Encoding.ASCII.GetString(buffer, 0, [|one.ReceiveFrom(buffer, 0, 100, SocketFlags.None, ref from)|]));

        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var peer = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        Say([|client.Send(new byte[5], 5, (IPEndPoint)peer.Client.LocalEndPoint!)|]);
        IPEndPoint? sender = null;
        [|peer.Receive(ref sender)|];
        Later(() => client.Send("datagram"u8, sender: (IPEndPoint)peer.Client.LocalEndPoint!));
        Say(Encoding.ASCII.GetString([|peer.Receive(ref sender)|]));
        yield break;
    }

    static int Send(this UdpClient client, ReadOnlySpan<byte> bytes, IPEndPoint sender) => client.Send(bytes.ToArray(), bytes.Length, sender);
}

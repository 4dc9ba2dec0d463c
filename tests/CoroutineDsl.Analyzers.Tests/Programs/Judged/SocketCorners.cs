// says: Success 3 Success abc True 2 xy 1 TimedOut
namespace SocketCorners;

using System.Text;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var (left, right) = Pair().Await();
        using (left)
        using (right)
        {
            [|left.Send("abc"u8, SocketFlags.None, out var error)|];
            Say(error);
            var buffer = new byte[10];
            Say([|right.Receive(buffer, 0, 10, SocketFlags.None, out error)|]);
            Say(error);
            Say(Encoding.ASCII.GetString(buffer, 0, 3));
            Later(() => left.Send("xy"u8));
            Say([|right.Poll(60_000_000, SelectMode.SelectRead)|]);
            var parts = new List<ArraySegment<byte>> { new(buffer, 0, 1), new(buffer, 1, 9) };
            Say([|right.Receive(parts)|]);
            Say(Encoding.ASCII.GetString(buffer, 0, 2));
            [|left.Send([new ArraySegment<byte>(buffer, 0, 1)])|];
            List<Socket> readers = [right];
            [|Socket.Select(readers, null, null, 60_000_000)|];
            Say(readers.Count);
            [|right.Receive(buffer, 1, SocketFlags.None)|];
            right.ReceiveTimeout = 5;
            try { [|right.Receive(buffer)|]; }
            catch (SocketException e) { Say(e.SocketErrorCode); }
        }
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<(Socket, Socket)>> Pair()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        listener.Listen();
        var left = new Socket(SocketType.Stream, ProtocolType.Tcp);
        [|left.Connect(IPAddress.IPv6Loopback, ((IPEndPoint)listener.LocalEndPoint!).Port)|];
        yield return (left, [|listener.Accept()|]);
    }
}

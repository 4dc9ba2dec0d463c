using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CoroutineDsl;
using CoroutineDsl.Net;

static partial class Program
{
    static readonly TimeSpan s_idle = TimeSpan.FromMinutes(5);

    static void Main(string[] args)
    {
        var port = args.Length > 0 ? int.Parse(args[0]) : 8001;
        using var server = new StreamServer(new IPEndPoint(IPAddress.Loopback, port), connection => Talk(connection));
        server.Start();
        Console.WriteLine($"echoes on {server.LocalEndPoint}; Ctrl-C ends it");

        var stop = new CoEvent();
        using var interrupt = Hub.Current.HandleSignal(PosixSignal.SIGINT, stop.Set);
        stop.Wait().Await();                               // the server serves meanwhile
        server.Stop(TimeSpan.FromSeconds(5)).Await();      // no new connections; the open ones may finish
    }

    // One conversation: as if it were the only one.
    [Coroutine]
    static IEnumerator<Yield> Talk(CoSocket connection)
    {
        var buffer = new byte[1024];
        try
        {
            while (true)
            {
                var count = connection.Receive(buffer, s_idle).Await();
                if (count == 0) break;
                connection.SendAll(buffer.AsMemory(0, count)).Await();
            }
        }
        catch (SocketException e)
        {
            Console.WriteLine($"{connection.RemoteEndPoint}: {e.Message}");
        }
        finally
        {
            connection.Close();
        }
        yield break;
    }
}

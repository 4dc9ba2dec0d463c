using System.Net;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Jobs;

// A web server of several processes on one port, as gunicorn runs gevent workers.
//     dotnet run --project samples/PreforkServer -c Release [port [processes]]
//     kill -HUP PID     a new process for each, one after the other, and no client is refused
//     kill -TERM PID    what is under way ends, then all do

namespace PreforkServer;

static partial class Program
{
    static int Main(string[] args)
    {
        var (port, count) = (8080, 2);
        if ((args.Length > 0 && !int.TryParse(args[0], out port)) || (args.Length > 1 && !int.TryParse(args[1], out count)))
        {
            Console.WriteLine("usage: PreforkServer [port [processes]]");
            return args[0] is "--help" or "-h" ? 0 : 2;
        }

        using var listener = new ProcessListener(new IPEndPoint(IPAddress.Loopback, port));
        Console.WriteLine($"http://{listener.LocalEndPoint}/ ; process {Environment.ProcessId}");
        using var group = new ProcessGroup(count, ServeJob(listener), new() { Log = Console.WriteLine });
        group.Run().Await();
        Console.WriteLine("stopped");
        return 0;
    }

    /// <summary>What each process does.</summary>
    [Coroutine, Job]
    internal static IEnumerator<Yield> Serve(ProcessListener listener)
    {
        var server = new HttpServer(listener.Listen().Await(), exchange => Hello(exchange));
        server.Start();
        GroupMember.Ready();
        yield return GroupMember.WaitStop();
        yield return server.Stop();
    }

    [Coroutine]
    internal static IEnumerator<Yield> Hello(HttpExchange exchange)
    {
        exchange.Response.WriteText($"hello from {Environment.ProcessId}\n").Await();
        yield break;
    }
}

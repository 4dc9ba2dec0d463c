using System.Net.Sockets;
using System.Runtime.InteropServices;
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace SocketServer;

/// <summary>A TCP server for any number of clients on one thread: one coroutine a connection, written as if it were alone in the world.</summary>
internal static class Program
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private static int Main(string[] args)
    {
        if (!ServerArguments.TryParse(args, out var arguments)) return arguments.ExitCode;

        var service = new LineService(arguments);
        try
        {
            service.Start();
        }
        catch (SocketException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }

        Console.WriteLine($"serving {arguments.Mode} on {service.LocalEndPoint}; Ctrl-C stops");
        if (!Console.IsOutputRedirected) Spawn(service.ShowStatus(), "status");

        var stop = new CoEvent();
        using var interrupt = Hub.Current.HandleSignal(PosixSignal.SIGINT, stop.Set);
        using var terminate = Hub.Current.HandleSignal(PosixSignal.SIGTERM, stop.Set);
        using var quit = Hub.Current.HandleSignal(PosixSignal.SIGQUIT, () => Console.WriteLine(Hub.Current.Dump())); // Ctrl-\: where does everybody stand?

        stop.Wait().Await();
        Console.WriteLine("stopping: no new connections, open ones may finish");
        service.Stop(Drain).Await();
        Console.WriteLine(service.Totals);
        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static CoroutineDsl.Greenlet;

namespace SocketClients;

/// <summary>Many concurrent clients, each a plain sequential program, all on this thread; every reply is checked.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (!ClientArguments.TryParse(args, out var arguments)) return arguments.ExitCode;

        var clients = new Clients(new IPEndPoint(arguments.Host, arguments.Port), arguments.Messages);
        var clock = Stopwatch.StartNew();
        var greenlets = Enumerable.Range(0, arguments.Clients).Select(i => Spawn(clients.Converse(i), $"client {i}")).ToArray();
        try
        {
            JoinAll(greenlets, raiseError: true).Await();
        }
        catch (Exception e) when (e is SocketException or InvalidDataException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }

        var messages = (long)arguments.Clients * arguments.Messages;
        var rate = (messages / clock.Elapsed.TotalSeconds).ToString("N0", CultureInfo.InvariantCulture);
        Console.WriteLine($"{arguments.Clients} clients, {messages} messages, every reply right, {rate} a second");
        return 0;
    }
}

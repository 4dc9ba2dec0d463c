using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CoroutineDsl;
using RedisServer;

// A Redis for a few data types, on one thread: as Redis itself. The port is the first argument, or PORT, or 6379.
var given = args.FirstOrDefault() ?? Environment.GetEnvironmentVariable("PORT") ?? "6379";
if (!int.TryParse(given, out var port))
{
    Console.WriteLine("usage: RedisServer [port]");
    return given is "--help" or "-h" ? 0 : 2;
}

var service = new RedisService(new IPEndPoint(IPAddress.Loopback, port));
try
{
    service.Start();
}
catch (SocketException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

Console.WriteLine($"serving redis on {service.LocalEndPoint}; Ctrl-C stops");
CoSignal.Wait(PosixSignal.SIGINT, PosixSignal.SIGTERM).Await();
service.Stop().Await();
return 0;

using System.Runtime.InteropServices;
using CoroutineDsl;
using SocketServer;
using static CoroutineDsl.Greenlet;

// A TCP server for any number of clients on one thread: one coroutine a connection, written as if it were alone in the world.

if (!ServerArguments.TryParse(args, out var arguments)) return arguments.ExitCode;

var service = new LineService(arguments);
try
{
    service.Start();
}
catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

Console.WriteLine($"serving {arguments.Mode} on {service.LocalEndPoint}; Ctrl-C stops");
if (!Console.IsOutputRedirected) Spawn(service.ShowStatus(), "status");

// signals arrive on a thread of the runtime's: Post brings them to the hub
var stop = new CoEvent();
var hub = Hub.Current;
void RequestStop(PosixSignalContext signal)
{
    signal.Cancel = true;
    hub.Post(stop.Set);
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, RequestStop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, RequestStop);

stop.Wait().Await();
Console.WriteLine("stopping: no new connections, open ones may finish");
service.Stop(TimeSpan.FromSeconds(5)).Await();
Console.WriteLine(service.Totals);
return 0;

using System.Net;
using System.Runtime.InteropServices;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using HttpHello;

// A web server on one thread: routes, a streamed answer, Server-Sent Events, files.
//     dotnet run --project samples/HttpHello -c Release [port]

var site = new Site(Path.Combine(AppContext.BaseDirectory, "files"));
var port = 8080;
if (args is [var given, ..] && !int.TryParse(given, out port))
{
    Console.WriteLine("usage: HttpHello [port]");
    return given is "--help" or "-h" ? 0 : 2;
}

using var server = new HttpServer(new IPEndPoint(IPAddress.Loopback, port), exchange => site.Handle(exchange));
server.Start();
Console.WriteLine($"http://{server.LocalEndPoint}/ ; Ctrl-C stops");

using var interrupt = Hub.Current.HandleSignal(PosixSignal.SIGINT, () => Greenlet.Spawn(site.Stop(server)));
server.ServeForever().Await();
return 0;

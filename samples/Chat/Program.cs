using System.Net;
using System.Runtime.InteropServices;
using Chat;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Net;

// A chat over WebSockets, and the page to use it with. Open it twice.
//     dotnet run --project samples/Chat -c Release [port]

var room = new Room(new StaticFiles(Path.Combine(AppContext.BaseDirectory, "page")));
var port = 8080;
if (args is [var given, ..] && !int.TryParse(given, out port))
{
    Console.WriteLine("usage: Chat [port]");
    return given is "--help" or "-h" ? 0 : 2;
}

using var server = new HttpServer(new IPEndPoint(IPAddress.Loopback, port), exchange => room.Handle(exchange));
server.Start();
Console.WriteLine($"http://{server.LocalEndPoint}/ ; Ctrl-C stops");

using var interrupt = Hub.Current.HandleSignal(PosixSignal.SIGINT, () => Greenlet.Spawn(room.Stop(server)));
server.ServeForever().Await();
return 0;

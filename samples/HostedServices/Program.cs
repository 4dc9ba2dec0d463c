using System.Net;
using CoroutineDsl;
using CoroutineDsl.Hosting;
using HostedServices;

// Kestrel serves HTTP as ever; beside it the host runs a hub of greenlets, with a service and an echo server on it.
//   dotnet run -c Release --project samples/HostedServices -- --urls http://127.0.0.1:5080
//   curl http://127.0.0.1:5080/health      curl http://127.0.0.1:5080/greenlets      nc 127.0.0.1 5081
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddGreenletHub(options => options.Name = "sample");
builder.Services.AddSingleton<Beats>();
builder.Services.AddGreenletService<Heartbeat>();
builder.Services.AddGreenletServer(new IPEndPoint(IPAddress.Loopback, builder.Configuration.GetValue("EchoPort", 5081)), (services, conn) => Echo.Talk(conn, services.GetRequiredService<ILogger<Heartbeat>>()));

var app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/beats", (Beats beats) => beats.Count);
app.MapGet("/greenlets", (IGreenletHub hub) => GreenletTree.Capture(hub.Hub).ToString());
using var monitor = HubMonitor.Start(builder.Configuration.GetValue("MonitorPort", 0));
app.Run();

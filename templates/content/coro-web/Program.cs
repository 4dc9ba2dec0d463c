using CoroutineDsl;
using CoroutineDsl.AspNetCore;
using CoroWeb;

var builder = WebApplication.CreateBuilder(args);
// connections and handlers run on one hub: as many greenlets as there are requests, one thread, no locks
builder.WebHost.UseGreenletTransport(options => options.RunApplicationOnHub = true);
var app = builder.Build();

app.MapGet("/", () => "hello world");

// a handler that waits is a coroutine: the others are served meanwhile; a client that leaves ends it
app.MapGet("/report/{parts:int:range(1,100)}", (int parts, CancellationToken gone) => Greenlet.Spawn(Report.Build(parts), token: gone).AsTask());

app.Run();

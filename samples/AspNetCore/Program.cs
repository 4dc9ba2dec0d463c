// An ASP.NET Core application whose connections run on greenlets. PORT says where it listens; --kestrel-sockets takes Kestrel's own transport instead, to compare.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://127.0.0.1:{Environment.GetEnvironmentVariable("PORT") ?? "8002"}");
if (!args.Contains("--kestrel-sockets")) builder.WebHost.UseGreenletTransport(options => options.RunApplicationOnHub = true);

var app = builder.Build();
app.MapGet("/", () => "hello world");
app.MapPost("/length", async (HttpRequest request) =>
{
    var buffer = new byte[8192];
    var length = 0L;
    while (await request.Body.ReadAsync(buffer) is var n and > 0) length += n;
    return length;
});
app.Run();

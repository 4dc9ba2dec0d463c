using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Benchmarks;

/// <summary>The peers' program for Kestrel, with its connections on greenlets.</summary>
internal static class Kestrel
{
    public static void Serve(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:" + (port > 0 ? port.ToString(CultureInfo.InvariantCulture) : Environment.GetEnvironmentVariable("PORT")));
        builder.WebHost.UseGreenletTransport();
        var app = builder.Build();
        app.MapGet("/", () => "hello world");
        app.Run();
    }
}

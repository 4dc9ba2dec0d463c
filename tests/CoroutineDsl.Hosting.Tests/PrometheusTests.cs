using System.Net;
using System.Net.Sockets;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Xunit;

namespace CoroutineDsl.Hosting.Tests;

/// <summary>The meter, as Prometheus sees it through the OpenTelemetry SDK.</summary>
public sealed partial class PrometheusTests
{
    [Fact]
    public async Task What_the_meter_counts_is_scraped()
    {
        using var group = new HubGroup(1, new HubOptions { Name = "scraped" });
        await group.Spawn(() => Naps());
        var port = FreePort();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter("CoroutineDsl").AddPrometheusHttpListener(options => options.Port = port).Build();
        using var client = new HttpClient();
        var text = "";
        for (var tries = 0; !text.Contains("coroutinedsl_hub_loop_lag_seconds_bucket", StringComparison.Ordinal) || !text.Contains("coroutinedsl_hub_busy{", StringComparison.Ordinal); tries++)
        {
            Assert.True(tries < 600, text);
            text = await client.GetStringAsync($"http://localhost:{port}/metrics");
            await Task.Delay(200);
        }

        Assert.Matches(@"(?m)^coroutinedsl_greenlet_spawns_total\{[^}]*coroutinedsl_hub_name=""scraped""[^}]*\} [1-9]", text);
        Assert.Matches(@"(?m)^coroutinedsl_greenlet_count\{[^}]*coroutinedsl_greenlet_state=""parked""", text);
        Assert.Matches(@"(?m)^coroutinedsl_hub_busy\{", text);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [Coroutine]
    private static IEnumerator<Yield> Naps()
    {
        yield return Greenlet.Sleep(1);
    }
}

using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace CoroutineDsl.Hosting.Tests;

public sealed partial class HostTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_service_runs_on_the_hub_from_the_hosts_start_to_its_stop_in_a_scope_of_its_own()
    {
        var log = new Events();
        using var host = Build(services => services.AddSingleton(log).AddScoped<Unit>().AddGreenletService<Counting>());
        await host.StartAsync();
        await log.Until("counted 3");
        await host.StopAsync();
        Assert.Equal(["begins on True", "counted 1", "counted 2", "counted 3"], log.Lines[..4]);
        Assert.Equal(["stopped", "unit disposed"], log.Lines[^2..]);
    }

    [Fact]
    public async Task A_service_that_does_not_heed_its_token_is_killed_after_the_grace_and_its_finally_blocks_run()
    {
        var log = new Events();
        using var host = Build(services => services.AddSingleton(log).AddGreenletHub(options => options.StopGrace = TimeSpan.FromMilliseconds(50)).AddGreenletService<Deaf>());
        await host.StartAsync();
        await log.Until("waits");
        await host.StopAsync().WaitAsync(s_limit);
        Assert.Equal(["waits", "cleaned up"], log.Lines);
    }

    [Fact]
    public async Task A_service_that_fails_is_logged_and_stops_the_host()
    {
        var log = new Events();
        using var host = Build(services => services.AddSingleton(log).AddGreenletService<Failing>(), log);
        await host.StartAsync();
        await host.WaitForShutdownAsync().WaitAsync(s_limit);
        Assert.Contains(log.Lines, line => line.StartsWith("Critical Greenlet service Failing failed", StringComparison.Ordinal) && line.Contains("out of paper", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failures_of_greenlets_and_stalls_are_logged()
    {
        var log = new Events();
        using var host = Build(services => services.AddGreenletHub(options => options.MaxBlockingTime = TimeSpan.FromMilliseconds(20)), log);
        await host.StartAsync();
        var hub = host.Services.GetRequiredService<IGreenletHub>();
        hub.Hub.Post(() => Greenlet.Spawn(Fails(), "printer"));
        await log.Until("Error Greenlet printer failed");
        using var reported = new ManualResetEventSlim();
        hub.Hub.Post(() => Greenlet.Spawn(Blocks(reported), "greedy"));
        await log.Until("Warning greedy has kept its hub busy");
        reported.Set();
        await host.StopAsync();
    }

    [Fact]
    public async Task A_server_serves_with_a_scope_a_connection_and_ends_its_connections_at_the_stop()
    {
        var log = new Events();
        var port = FreePort();
        using var host = Build(services => services.AddSingleton(log).AddScoped<Unit>().AddGreenletHub(options => options.StopGrace = TimeSpan.FromMilliseconds(50))
            .AddGreenletServer(new IPEndPoint(IPAddress.Loopback, port), (provider, conn) => Echo(conn, provider.GetRequiredService<Unit>())));
        await host.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync("hello"u8.ToArray());
        var answer = new byte[5];
        await stream.ReadExactlyAsync(answer);
        Assert.Equal("hello"u8.ToArray(), answer);
        await host.StopAsync().WaitAsync(s_limit);
        Assert.Equal("unit disposed", log.Lines[^1]);
        await Assert.ThrowsAnyAsync<SocketException>(() => new TcpClient().ConnectAsync(IPAddress.Loopback, port));
    }

    [Fact]
    public async Task The_options_come_from_the_configuration_and_code_goes_after_it()
    {
        var settings = new Dictionary<string, string?> { ["GreenletHub:Name"] = "configured", ["GreenletHub:MaxBlockingTime"] = "00:00:01", ["GreenletHub:MaxParkedThreads"] = "7" };
        using var host = Build(services => services.AddGreenletHub(options => options.MaxParkedThreads = 8).AddGreenletService<Deaf>().AddSingleton(new Events()), settings: settings);
        var options = host.Services.GetRequiredService<IOptions<GreenletHubOptions>>().Value;
        Assert.Equal(("configured", TimeSpan.FromSeconds(1), 8), (options.Name, options.MaxBlockingTime, options.MaxParkedThreads));
        await host.StartAsync();
        Assert.Equal("configured", GreenletTree.Capture(host.Services.GetRequiredService<IGreenletHub>().Hub).HubName);
        await host.StopAsync();
    }

    [Fact]
    public async Task The_health_check_tells_a_hub_that_answers_from_one_that_is_stuck()
    {
        using var host = Build(services => services.AddGreenletHub(options => (options.StuckAfter, options.MaxBlockingTime, options.DegradedLag) = (TimeSpan.FromSeconds(5), null, TimeSpan.FromMinutes(1))));
        await host.StartAsync();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Entries["greenlet-hub"].Status);
        using var looked = new ManualResetEventSlim();
        var begun = new TaskCompletionSource();
        host.Services.GetRequiredService<IGreenletHub>().Hub.Post(() => Greenlet.Spawn(Blocks(looked, begun), "hog"));
        await begun.Task.WaitAsync(s_limit); // a check that is posted before is answered before
        var entry = (await health.CheckHealthAsync()).Entries["greenlet-hub"];
        looked.Set();
        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Contains("hog keeps it busy, at Blocks in ", entry.Description, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task The_health_check_tells_at_once_that_the_hub_has_ended()
    {
        using var host = Build(services => services.AddGreenletHub(options => options.StuckAfter = TimeSpan.FromHours(1)));
        await host.StartAsync();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await host.StopAsync();
        var entry = (await health.CheckHealthAsync().WaitAsync(s_limit)).Entries["greenlet-hub"];
        Assert.Equal((HealthStatus.Unhealthy, "The hub has ended."), (entry.Status, entry.Description));
    }

    [Fact]
    public async Task A_greenlet_can_have_a_scope_of_its_own()
    {
        var log = new Events();
        using var host = Build(services => services.AddSingleton(log).AddScoped<Unit>().AddGreenletHub());
        await host.StartAsync();
        var hub = host.Services.GetRequiredService<IGreenletHub>();
        await hub.SpawnScoped(provider => Uses(provider.GetRequiredService<Unit>())).WaitAsync(s_limit);
        Assert.Equal(["used", "unit disposed"], log.Lines);
        Assert.Equal(42, await hub.Spawn(() => Answer()).WaitAsync(s_limit));
        await host.StopAsync();
    }

    private static IHost Build(Action<IServiceCollection> configure, Events? log = null, Dictionary<string, string?>? settings = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (settings is not null) builder.Configuration.AddInMemoryCollection(settings);
        if (log is not null) builder.Logging.AddProvider(log);
        configure(builder.Services);
        return builder.Build();
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Greenlet.Sleep(1);
        throw new InvalidOperationException("out of paper");
    }

    [Coroutine]
    private static IEnumerator<Yield> Blocks(ManualResetEventSlim reported, TaskCompletionSource? begun = null)
    {
        yield return Greenlet.Sleep(1);
        begun?.SetResult();
#pragma warning disable CORO004 // that it blocks is what the test is about
        reported.Wait(s_limit);
#pragma warning restore CORO004
    }

    [Coroutine]
    private static IEnumerator<Yield> Echo(CoSocket conn, Unit unit)
    {
        var buffer = new byte[100];
        while (conn.Receive(buffer).Await() is > 0 and var count) conn.SendAll(buffer.AsMemory(0, count)).Await();
        unit.Use();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Uses(Unit unit)
    {
        yield return Greenlet.Sleep(1);
        unit.Use();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Answer()
    {
        yield return Greenlet.Sleep(1);
        yield return 42;
    }

    private sealed class Unit(Events log) : IAsyncDisposable
    {
        public void Use() => log.Add("used");

        public ValueTask DisposeAsync()
        {
            log.Add("unit disposed");
            return default;
        }
    }

    private sealed partial class Counting(Events log, Unit unit) : GreenletService
    {
        [Coroutine]
        public override IEnumerator<Yield> Execute(CancellationToken stopping)
        {
            log.Add($"begins on {Hub.IsRunningHere && unit is not null}");
            for (var i = 1; !stopping.IsCancellationRequested; i++)
            {
                yield return Greenlet.Sleep(1);
                log.Add($"counted {i}");
            }

            log.Add("stopped");
        }
    }

    private sealed partial class Deaf(Events log) : GreenletService
    {
        [Coroutine]
        public override IEnumerator<Yield> Execute(CancellationToken stopping)
        {
            try
            {
                log.Add("waits");
                yield return Greenlet.Sleep(Timeout.InfiniteTimeSpan);
            }
            finally
            {
                log.Add("cleaned up");
            }
        }
    }

    private sealed partial class Failing : GreenletService
    {
        [Coroutine]
        public override IEnumerator<Yield> Execute(CancellationToken stopping)
        {
            yield return Greenlet.Sleep(1);
            throw new InvalidOperationException("out of paper");
        }
    }
}

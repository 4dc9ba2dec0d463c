using System.Net;
using CoroutineDsl;
using CoroutineDsl.Hosting;
using CoroutineDsl.Net;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts greenlets into the .NET host.</summary>
public static class GreenletHostingExtensions
{
    /// <summary>The name of the hub's health check.</summary>
    private const string HealthCheck = "greenlet-hub";

    /// <summary>
    /// Adds a hub that runs from the host's start to its stop, as <see cref="IGreenletHub"/>, with its options from the configuration section <c>GreenletHub</c>, its failures and stalls in the log, and a health check
    /// ("greenlet-hub"). Adding it again adds only the options.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Further options, after the configuration's.</param>
    public static IServiceCollection AddGreenletHub(this IServiceCollection services, Action<GreenletHubOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(HostedHub)))
        {
            services.AddOptions<GreenletHubOptions>().BindConfiguration(GreenletHubOptions.Section);
            services.AddSingleton<HostedHub>();
            services.AddSingleton<IGreenletHub>(provider => provider.GetRequiredService<HostedHub>());
            services.AddHostedService(provider => provider.GetRequiredService<HostedHub>());
            services.AddHealthChecks().AddCheck<HubHealthCheck>(HealthCheck);
        }

        if (configure is not null) services.Configure(configure);
        return services;
    }

    /// <summary>Adds a service whose body is a coroutine. The hub is added too, where it is not there yet.</summary>
    /// <typeparam name="T">The service.</typeparam>
    public static IServiceCollection AddGreenletService<T>(this IServiceCollection services)
        where T : GreenletService
    {
        services.AddGreenletHub();
        services.TryAddScoped<T>();
        return services.AddSingleton<IHostedService, GreenletServiceHost<T>>();
    }

    /// <summary>Adds a server on the hub. Each connection has a greenlet and a scope of services of its own. The hub is added too, where it is not there yet.</summary>
    /// <param name="services">The services.</param>
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="handler">What to do with a connection: <c>(services, conn) =&gt; Talk(conn, services.GetRequiredService&lt;Store&gt;())</c>.</param>
    /// <param name="options">How to serve.</param>
    public static IServiceCollection AddGreenletServer(this IServiceCollection services, EndPoint endPoint, Func<IServiceProvider, CoSocket, IEnumerator<Yield>> handler, StreamServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(handler);
        services.AddGreenletHub();
        var description = new GreenletServerDescription(endPoint, handler, options);
        services.AddSingleton(description);
        return services.AddSingleton<IHostedService>(provider => new GreenletServerHost(
            description, provider.GetRequiredService<IGreenletHub>(), provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<IOptions<GreenletHubOptions>>(), provider.GetRequiredService<ILogger<StreamServer>>()));
    }
}

using CoroutineDsl.AspNetCore;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Hosting;

/// <summary>Puts the connections of Kestrel on greenlets.</summary>
public static class GreenletTransportExtensions
{
    /// <summary>Kestrel's connections are accepted, read and written by the greenlets of a hub, instead of by the thread pool.</summary>
    /// <param name="builder">The host: <c>builder.WebHost.UseGreenletTransport()</c>.</param>
    /// <param name="configure">Sets the options.</param>
    public static IWebHostBuilder UseGreenletTransport(this IWebHostBuilder builder, Action<GreenletTransportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ConfigureServices(services =>
        {
            services.AddSingleton<IConnectionListenerFactory, GreenletTransportFactory>();
            services.AddSingleton<IStartupFilter, OnHubStartupFilter>();
            if (configure is not null) services.Configure(configure);
        });
    }
}

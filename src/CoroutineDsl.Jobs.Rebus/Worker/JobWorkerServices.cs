using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Jobs;

/// <summary>Jobs in a program that is hosted.</summary>
public static class JobWorkerServices
{
    /// <summary>
    /// Runs jobs while the host runs: a <see cref="JobWorker"/> that stops gracefully with it, and a <see cref="JobQueue"/> for whoever sends. Each attempt finds a scope of the host's services by
    /// <see cref="JobContext.Services"/>. It can be called again for another queue: the last is the one that <c>GetRequiredService</c> gives, <c>GetServices</c> gives all.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="concurrency">How many jobs run at a time.</param>
    /// <param name="options">Which queue, and how they run. The logger and the services are the host's unless said.</param>
    /// <param name="configure">Called with the worker before it is used: for its periodic jobs.</param>
    public static IServiceCollection AddJobWorker(this IServiceCollection services, int concurrency = 10, JobWorkerOptions? options = null, Action<JobWorker>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var key = new object(); // of this call
        services.AddKeyedSingleton(key, (provider, _) =>
        {
            var worker = new JobWorker(concurrency, OfHost(options, provider));
            configure?.Invoke(worker);
            return worker;
        });
        services.AddSingleton(provider => provider.GetRequiredKeyedService<JobWorker>(key));
        services.AddSingleton(provider => new JobQueue(OfHost(options, provider)));
        services.AddSingleton<IHostedService>(provider => new Service(provider, key));
        return services;
    }

    private static JobWorkerOptions OfHost(JobWorkerOptions? options, IServiceProvider provider)
    {
        var given = options ?? new();
        return given with { LoggerFactory = given.LoggerFactory ?? provider.GetService<ILoggerFactory>(), Services = given.Services ?? provider };
    }

    private sealed class Service(IServiceProvider services, object key) : IHostedService
    {
        private JobWorker? _worker;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _worker = services.GetRequiredKeyedService<JobWorker>(key); // begins when it is made
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _worker?.StopAsync(_worker.Options.StopTimeout).WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.Jobs;

/// <summary>Jobs in a program that is hosted.</summary>
public static class JobWorkerServices
{
    /// <summary>
    /// Runs jobs while the host runs: a <see cref="JobWorker"/> that stops gracefully with it, and a <see cref="JobQueue"/> for whoever sends. Jobs find the host's services by <see cref="JobContext.Services"/>.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="concurrency">How many jobs run at a time.</param>
    /// <param name="options">Which queue, and how they run. The logger and the services are the host's unless said.</param>
    /// <param name="configure">Called with the worker before it is used: for its periodic jobs.</param>
    public static IServiceCollection AddJobWorker(this IServiceCollection services, int concurrency = 10, JobWorkerOptions? options = null, Action<JobWorker>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(provider =>
        {
            var given = options ?? new();
            var worker = new JobWorker(concurrency, given with { LoggerFactory = given.LoggerFactory ?? provider.GetService<ILoggerFactory>(), Services = given.Services ?? provider });
            configure?.Invoke(worker);
            return worker;
        });
        services.AddSingleton(_ => new JobQueue(options));
        services.AddHostedService<Service>();
        return services;
    }

    private sealed class Service(IServiceProvider services) : IHostedService
    {
        private JobWorker? _worker;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            _worker = services.GetRequiredService<JobWorker>(); // begins when it is made
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _worker?.StopAsync(_worker.Options.StopTimeout).WaitAsync(cancellationToken) ?? Task.CompletedTask;
    }
}

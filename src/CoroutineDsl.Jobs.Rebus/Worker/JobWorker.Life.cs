using Microsoft.Extensions.Logging;
using Rebus.Activation;
using Rebus.Bus;
using Rebus.Config;
using Rebus.Pipeline;
using Rebus.Retry;
using Rebus.Retry.Simple;
using Rebus.Serialization.Json;
using Rebus.Workers.ThreadPoolBased;

namespace CoroutineDsl.Jobs;

public sealed partial class JobWorker
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenClearings = TimeSpan.FromMinutes(1);

    /// <summary>Connects, as often as it takes, and then does what is to be done from time to time.</summary>
    private async Task Live()
    {
        var lastClearing = TimeProvider.System.GetTimestamp();
        while (!_stopping.IsCancellationRequested)
        {
            var pause = Beat;
            try
            {
                if (_bus is null) await Open();
                await _lease!.Keep(_stopping.Token);
                await SendProgress();
                await KillCancelled();
                if (!_periodic.IsEmpty && !_isPaused) await SendPeriodic();
                if (TimeProvider.System.GetElapsedTime(lastClearing) >= BetweenClearings)
                {
                    lastClearing = TimeProvider.System.GetTimestamp();
                    await _broker.Store.ForgetOld();
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogTrouble(exception);
                pause = AfterTrouble;
            }

            await Task.Delay(pause, _stopping.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private async Task Open()
    {
        await using var prepared = await _broker.Prepare(_stopping.Token);
        _lease ??= await _broker.Store.Join(_stopping.Token);
        var bus = Configure().Start();
        try
        {
            await _broker.Complete(_stopping.Token);
        }
        catch
        {
            bus.Dispose(); // the next call makes another
            throw;
        }

        _bus = bus;
        if (!_isPaused) bus.Advanced.Workers.SetNumberOfWorkers(1);
        LogStarted(Options.Name, Concurrency);
    }

    private RebusConfigurer Configure()
    {
        var activator = new BuiltinHandlerActivator();
        activator.Handle<JobMessage>(Receive);
        activator.Handle<IFailed<JobMessage>>((bus, context, _) => EndFailed(bus, context));
        var rebus = Rebus.Config.Configure.With(activator)
            .Logging(logging => RebusLogging.Use(logging, Options.LoggerFactory))
            .Serialization(serialization => serialization.UseSystemTextJson())
            .Options(options =>
            {
                // the first failure goes to the second level, which knows how often the job was begun
                options.RetryStrategy(Options.ErrorQueue, maxDeliveryAttempts: 1, secondLevelRetriesEnabled: true);
                options.Decorate<IErrorHandler>(context => new UndecidedFailures(context.Get<IErrorHandler>()));
                options.SetMaxParallelism(Concurrency);
                options.SetNumberOfWorkers(0);
                options.SetWorkerShutdownTimeout(TimeSpan.FromSeconds(5));
                options.Register<IBackoffStrategy>(_ => new PollingBackoff());
            });
        _broker.UseTransport(rebus, Options.Name);
        return rebus;
    }

    private async Task SendProgress()
    {
        var reports = new List<ProgressReport>();
        foreach (var id in _progress.Keys)
        {
            if (_progress.TryRemove(id, out var report)) reports.Add(report);
        }

        if (reports.Count > 0) await _broker.Store.Report(reports);
    }

    private async Task KillCancelled()
    {
        if (_running.IsEmpty) return;
        var now = DateTimeOffset.UtcNow;
        foreach (var run in _running.Values.Where(run => run.Deadline < now)) run.Kill(KillReason.Cancelled);
        foreach (var id in await _broker.Store.Cancelled(_lease!.Number))
        {
            if (_running.TryGetValue(id, out var run)) run.Kill(KillReason.Cancelled);
        }
    }

    /// <summary>Sends first and notes it then: who comes in between sends it again, under the same key.</summary>
    private async Task SendPeriodic()
    {
        if (!await _lease!.TryLead(_stopping.Token)) return;
        var now = DateTimeOffset.UtcNow;
        foreach (var periodic in _periodic.Values)
        {
            var last = await _broker.Store.LastDue(periodic.Name);
            if (last is not null && periodic.Due(last.Value, now) is { } due)
            {
                await _queue.SendAsync(periodic.Job, new() { Key = $"periodic/{periodic.Name}/{due:O}" }, _stopping.Token);
                last = due;
            }
            else if (last is not null)
            {
                continue;
            }

            await _broker.Store.SetLastDue(periodic.Name, last ?? now);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Takes jobs from '{Queue}', {Concurrency} at a time")]
    private partial void LogStarted(string queue, int concurrency);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The broker or the store cannot be reached: it is tried again")]
    private partial void LogTrouble(Exception exception);
}

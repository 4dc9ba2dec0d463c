using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Rebus.Bus;
using Rebus.Messages;
using Rebus.Pipeline;

namespace CoroutineDsl.Jobs;

public sealed partial class JobWorker
{
    private async Task RunAttempt(IBus bus, JobRun run)
    {
        var (name, began) = (run.Message.Name, TimeProvider.System.GetTimestamp());
        var span = JobTelemetry.Begin(name, Options.Name, run.Id, run.Attempt, run.Trace);
        LogBegun(name, run.Id, run.Attempt);
        var (outcome, result) = ("done", ReadOnlyMemory<byte>.Empty);
        try
        {
            result = await RunInScope(run, span);
        }
        catch (Exception exception)
        {
            run.Failure = FailureText.Of(exception);
            outcome = run.KillReason switch { KillReason.Cancelled => "cancelled", KillReason.Stopped => "given back", _ => "failed" };
        }

        JobTelemetry.End(span, name, outcome, TimeProvider.System.GetElapsedTime(began), outcome == "failed" ? run.Failure!.Message : null);
        _progress.TryRemove(run.Id, out _);
        switch (outcome)
        {
            case "done":
                run.Failure = null;
                await Patiently(() => _broker.Store.End(run.Id, run.Key, JobState.Done, result, null, Options.ResultTime));
                LogDone(name, run.Id);
                await Reply(bus, run, JobReply.Done(result));
                break;
            case "cancelled":
                run.Failure = null;
                await Patiently(() => _broker.Store.End(run.Id, run.Key, JobState.Cancelled, default, null, Options.ResultTime));
                LogCancelled(name, run.Id);
                await Reply(bus, run, JobReply.Cancelled(name));
                break;
            case "given back":
                run.Failure = null;
                await _broker.Store.GiveBack(run.Id);
                await GiveBack(bus, TimeSpan.Zero);
                break;
            default:
                throw new AttemptFailedException(run.Failure!.Message); // Rebus's second level comes next
        }
    }

    /// <summary>Each attempt has a scope of the program's services, as a request has one.</summary>
    private async Task<ReadOnlyMemory<byte>> RunInScope(JobRun run, Activity? span)
    {
        await using var scope = (Options.Services?.GetService(typeof(IServiceScopeFactory)) as IServiceScopeFactory)?.CreateAsyncScope();
        var context = new JobContext(run.Id, run.Message.Name, run.Attempt, scope?.ServiceProvider ?? Options.Services, report => Report(run, report));
        return await _hubs.Spawn(() => run.Run(context, span, run.Policy.Timeout), HubPlacement.LeastLoaded);
    }

    /// <summary>Rebus's second level: the attempt has failed.</summary>
    private async Task EndFailed(IBus bus, IMessageContext context)
    {
        if (context.TransactionContext.Items.GetValueOrDefault(RunItem) is not JobRun { Failure: { } failure } run)
            throw new InvalidOperationException("The database was gone before the attempt had ended."); // see UndecidedFailures
        Interlocked.Increment(ref _inside);
        try
        {
            await TryAgainOrBury(bus, run, run.Attempt, failure);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>The worker of the last attempt was lost. It comes again after a wait, apart from those that were lost with it.</summary>
    private async Task EndLost(IBus bus, JobRun run, BeginAnswer answer)
    {
        JobTelemetry.Lose(run.Message.Name);
        var text = $"The worker was lost with the job, {answer.Lost} of {answer.Attempts} times.";
        await TryAgainOrBury(bus, run, answer.Attempts, new("CoroutineDsl.Jobs.WorkerLostException", text, text));
    }

    private async Task TryAgainOrBury(IBus bus, JobRun run, int attempts, FailureText failure)
    {
        var name = run.Message.Name;
        if (attempts < run.Policy.MaxAttempts)
        {
            var wait = Attempts.Backoff(attempts, run.Policy.Backoff!.Value, run.Policy.MaxBackoff!.Value);
            await Patiently(() => _broker.Store.Fail(run.Id, failure.Stack));
            LogFailed(name, run.Id, attempts, wait, failure.Message);
            await GiveBack(bus, wait, run.HasTurn ? new() { [JobMessage.TurnHeader] = "" } : null); // the next attempt takes a turn of its own
            return;
        }

        await Patiently(() => _broker.Store.End(run.Id, run.Key, JobState.Failed, default, failure.Stack, Options.ResultTime));
        LogBuried(name, run.Id, attempts, failure.Message);
        await Reply(bus, run, JobReply.Failed(name, failure));
        await Bury(bus, run, failure.Stack);
    }

    /// <summary>Into the error queue, in the transaction that took it out of its own. As Rebus does it, whose way has a transaction of its own.</summary>
    private async Task Bury(IBus bus, JobRun run, string error) => await bus.Advanced.TransportMessage.Forward(
        Options.ErrorQueue, new() { [Headers.ErrorDetails] = error, [Headers.SourceQueue] = Options.Name });

    private void Report(JobRun run, ProgressReport report)
    {
        if (_running.ContainsKey(run.Id)) _progress.AddOrUpdate(run.Id, report, (_, before) => new(report.Id, report.Progress ?? before.Progress, report.Note ?? before.Note));
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Job} {Id}: attempt {Attempt}")]
    private partial void LogBegun(string job, string id, int attempt);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Job} {Id}: done")]
    private partial void LogDone(string job, string id);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Job} {Id}: cancelled")]
    private partial void LogCancelled(string job, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Job} {Id}: attempt {Attempt} failed, the next is in {Wait}: {Error}")]
    private partial void LogFailed(string job, string id, int attempt, TimeSpan wait, string error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Job} {Id}: failed {Attempts} times and is in the error queue: {Error}")]
    private partial void LogBuried(string job, string id, int attempts, string error);

    private sealed class AttemptFailedException(string message) : Exception(message);
}

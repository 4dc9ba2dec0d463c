using Microsoft.Extensions.Logging;
using Rebus.Bus;
using Rebus.Messages;
using Rebus.Pipeline;

namespace CoroutineDsl.Jobs;

public sealed partial class JobWorker
{
    internal const string RunItem = "coroutinedsl-job";

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileFull = TimeSpan.FromMilliseconds(20);
    private const int LooksWhileFull = 20;

    /// <summary>A reply that nobody takes, because who asked is gone, is not kept for ever.</summary>
    private const string ReplyTime = "01:00:00";

    /// <summary>What Rebus gives: the job's message is taken away where this returns, and the attempt has failed where it throws.</summary>
    private async Task Receive(IBus bus, IMessageContext context, JobMessage message)
    {
        var run = new JobRun(context.Headers[Headers.MessageId], message, context.Headers);
        context.TransactionContext.Items[RunItem] = run;
        Interlocked.Increment(ref _inside);
        try
        {
            if (_isPaused || !_running.TryAdd(run.Id, run))
            {
                // the worker stops; or the connection that held the message broke, and the job runs here still
                await GiveBack(bus, _isPaused ? TimeSpan.Zero : LookAgain);
                return;
            }

            try
            {
                FindPolicy(run);
                if (!await RunIfMay(bus, run, alone: false)) await RunIfMay(bus, run, alone: true);
            }
            finally
            {
                _running.TryRemove(run.Id, out _);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <summary>Runs the job, or does what is to be done instead; <c>false</c>: it must be alone.</summary>
    private async Task<bool> RunIfMay(IBus bus, JobRun run, bool alone)
    {
        await _gate.Enter(alone);
        try
        {
            if (_isPaused)
            {
                await GiveBack(bus, TimeSpan.Zero);
                return true;
            }

            var request = Request(run, alone);
            if (run.Deadline < DateTimeOffset.UtcNow)
            {
                await Patiently(() => _broker.Store.Skip(request, JobState.Cancelled, Options.ResultTime));
                await Reply(bus, run, JobReply.Cancelled(run.Message.Name));
                return true;
            }

            var answer = await Begin(request);
            switch (answer.Kind)
            {
                case BeginKind.Run:
                    run.Attempt = answer.Attempts;
                    await RunAttempt(bus, run);
                    break;
                case BeginKind.NeedsAlone:
                    return false;
                case BeginKind.Lost:
                    await EndLost(bus, run, answer);
                    break;
                case BeginKind.Ended when answer.Info!.State == JobState.Failed:
                    await Bury(bus, run, answer.Info.Error ?? ""); // it was decided, and not written in its message
                    break;
                case BeginKind.Ended:
                    if (answer.Info.State == JobState.Cancelled) await Patiently(() => _broker.Store.Skip(request, JobState.Cancelled, Options.ResultTime));
                    await ReplyEnded(bus, run, answer.Info);
                    break;
                case BeginKind.Duplicate when run.IsRequest && answer.Info is { HasEnded: false }:
                    await GiveBack(bus, LookAgain);
                    break;
                case BeginKind.Duplicate:
                    await Patiently(() => _broker.Store.Skip(request, JobState.Duplicate, Options.ResultTime));
                    if (answer.Info is not null) await ReplyEnded(bus, run, answer.Info);
                    break;
                case BeginKind.Later:
                    await GiveBack(bus, answer.Wait, new() { [JobMessage.TurnHeader] = JobMessage.Turn });
                    break;
                default:
                    await GiveBack(bus, LookAgain);
                    break;
            }

            return true;
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>Where as many run as may, a place is often free soon; the message goes back when it is not.</summary>
    private async Task<BeginAnswer> Begin(BeginRequest request)
    {
        var answer = await Patiently(() => _broker.Store.Begin(request));
        for (var look = 0; answer.Kind == BeginKind.Full && look < LooksWhileFull && !_isPaused; look++)
        {
            await Task.Delay(WhileFull);
            answer = await Patiently(() => _broker.Store.Begin(request));
        }

        return answer;
    }

    private BeginRequest Request(JobRun run, bool alone) =>
        new(run.Id, run.Message.Name, run.Message.Version, _lease!.Number, run.Key, run.Policy.MaxConcurrency, run.Policy.MaxRate, run.HasTurn, alone);

    private void FindPolicy(JobRun run)
    {
        var policy = Options.Policy.Or(JobWorkerOptions.Defaults);
        try
        {
            policy = run.Message.ToData().ToDefinition().Policy.Or(policy);
        }
        catch (UnknownJobException)
        {
            // it fails when it is run, as often as any other: another worker may know it
        }

        run.Policy = policy;
    }

    /// <summary>Back into the queue, in the transaction that took it out.</summary>
    private async Task GiveBack(IBus bus, TimeSpan delay, Dictionary<string, string>? headers = null)
    {
        if (_broker.DelaysAreWholeSeconds && delay > TimeSpan.Zero) delay += TimeSpan.FromSeconds(1); // what is less is cut off
        if (delay <= TimeSpan.Zero) await bus.Advanced.TransportMessage.Forward(Options.Name, headers);
        else await bus.Advanced.TransportMessage.Defer(delay, headers);
    }

    private Task Patiently(Func<Task> write) => Patiently(async () =>
    {
        await write();
        return true;
    });

    /// <summary>What must be written is written when the database is there again. Only the end of the worker ends the wait: then the message comes again.</summary>
    private async Task<T> Patiently<T>(Func<Task<T>> write)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < AfterTrouble ? pause * 2 : AfterTrouble)
        {
            try
            {
                return await write();
            }
            catch (Exception exception) when (IsTrouble(exception) && !_stopping.IsCancellationRequested)
            {
                LogTrouble(exception);
            }

            await Task.Delay(pause, _stopping.Token);
        }
    }

    /// <summary>The database is away, or busy. What it says of the data itself (classes 22, 23 and 42) it says again.</summary>
    private static bool IsTrouble(Exception exception) =>
        exception is (Npgsql.NpgsqlException or IOException or TimeoutException) and not Npgsql.PostgresException { SqlState: ['2', '2' or '3', ..] or ['4', '2', ..] };

    private static async Task Reply(IBus bus, JobRun run, JobReply reply)
    {
        if (run.IsRequest) await bus.Reply(reply, new Dictionary<string, string> { [Headers.TimeToBeReceived] = ReplyTime });
    }

    private static async Task ReplyEnded(IBus bus, JobRun run, JobInfo info) =>
        await Reply(bus, run, info.State == JobState.Done ? JobReply.Done(info.Result) : JobReply.Cancelled(run.Message.Name));
}

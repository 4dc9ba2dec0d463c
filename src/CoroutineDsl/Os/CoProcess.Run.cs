using System.Diagnostics;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public sealed partial class CoProcess
{
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private Task<CompletedProcess>? _conversation;

    /// <summary>Runs a program to its end and gives its exit code and all it wrote. Where this wait is killed or times out, the process and its descendants are killed.</summary>
    /// <param name="fileName">The program; looked for as the system does.</param>
    /// <param name="arguments">Its arguments, each as it is: no shell takes them apart.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="timeout">How long it may take at most.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program, or it cannot be run.</exception>
    /// <exception cref="ProcessTimeoutException">The time is over; it has what had been written by then.</exception>
    public static Suspension<CompletedProcess> Run(string fileName, IEnumerable<string>? arguments = null, ReadOnlyMemory<byte> input = default, TimeSpan? timeout = null) =>
        Run(Piped(fileName, arguments ?? []), input, timeout);

    /// <summary>As <see cref="Run(string, IEnumerable{string}?, ReadOnlyMemory{byte}, TimeSpan?)"/>, with all settings.</summary>
    /// <param name="start">The settings: which of its streams are pipes too.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="timeout">How long it may take at most.</param>
    /// <exception cref="ArgumentException">There is input, and the standard input is not redirected.</exception>
    /// <inheritdoc cref="Run(string, IEnumerable{string}?, ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public static Suspension<CompletedProcess> Run(ProcessStartInfo start, ReadOnlyMemory<byte> input = default, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        CheckInput(start.RedirectStandardInput, input);
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(RunToEndCoroutine(start, input, timeout));
    }

    /// <summary>Runs a program to its end and gives what it wrote to its standard output, as UTF-8 text.</summary>
    /// <param name="fileName">The program; looked for as the system does.</param>
    /// <param name="arguments">Its arguments, each as it is: no shell takes them apart.</param>
    /// <exception cref="ProcessFailedException">Its exit code is not 0.</exception>
    /// <inheritdoc cref="Run(string, IEnumerable{string}?, ReadOnlyMemory{byte}, TimeSpan?)" path="/exception"/>
    public static Suspension<string> CheckOutput(string fileName, params IEnumerable<string> arguments) =>
        Waitables.From(new CheckOutputFrame(Piped(fileName, arguments)));

    /// <summary>Writes the input, closes it, reads output and error to their ends, and waits for the end of the process.</summary>
    /// <param name="input">Its standard input. Only the first call's is written.</param>
    /// <param name="timeout">How long to wait at most. The process goes on, and a further call loses nothing of what it wrote.</param>
    /// <exception cref="ArgumentException">There is input, and the standard input is not redirected.</exception>
    /// <exception cref="ProcessTimeoutException">The time is over; it has what had been written by then.</exception>
    public Suspension<CompletedProcess> Communicate(ReadOnlyMemory<byte> input = default, TimeSpan? timeout = null)
    {
        CheckInput(StandardInput is not null, input);
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(TalkToEndCoroutine(input, timeout));
    }

    [Coroutine]
    private IEnumerator<Yield<CompletedProcess>> TalkToEnd(ReadOnlyMemory<byte> input, TimeSpan? timeout)
    {
        yield return Talk(input, timeout).Await();
    }

    private Suspension<CompletedProcess> Talk(ReadOnlyMemory<byte> input, TimeSpan? timeout)
    {
        _hub.CheckThread();
        _conversation ??= Converse(input);
        var end = new TaskEndSource<CoProcess, CompletedProcess>(_conversation, this, (process, hasEnded) => hasEnded
            ? process._conversation!.GetAwaiter().GetResult()
            : throw new ProcessTimeoutException(process.ToString(), timeout!.Value, Written(process._output), Written(process._error)));
        return new(end, Timeouts.Ticks(timeout));
    }

    /// <summary>Goes on whoever waits for it: a wait that is given up loses nothing of what the process wrote.</summary>
    private async Task<CompletedProcess> Converse(ReadOnlyMemory<byte> input)
    {
        await Task.WhenAll(Write(input), Collect(StandardOutput, _output), Collect(StandardError, _error)).ConfigureAwait(false);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.Exited += (_, _) => ended.TrySetResult();
        if (!_process.HasExited) await ended.Task.ConfigureAwait(false);
        return new(_process.ExitCode, Written(_output), Written(_error));
    }

    private static void CheckInput(bool isRedirected, ReadOnlyMemory<byte> input)
    {
        if (!isRedirected && !input.IsEmpty) throw new ArgumentException("The standard input is not redirected: nothing can be written to it.", nameof(input));
    }

    private static async Task Collect(Stream? stream, MemoryStream target)
    {
        if (stream is null) return;
        var buffer = new byte[16_384];
        while (await stream.ReadAsync(buffer).ConfigureAwait(false) is var count and > 0)
        {
            lock (target) target.Write(buffer, 0, count); // one who does not wait any longer may look at it now
        }
    }

    private static byte[] Written(MemoryStream target)
    {
        lock (target) return target.ToArray();
    }

    private async Task Write(ReadOnlyMemory<byte> input)
    {
        if (StandardInput is null) return;
        try
        {
            await StandardInput.WriteAsync(input).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // it does not want to read all of it
        }

        await StandardInput.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Starts it on a thread of its own kind: a fork takes milliseconds, of which the hub would lose each.</summary>
    [Coroutine]
    private static IEnumerator<Yield<CoProcess>> StartOffHub(ProcessStartInfo start)
    {
        var hub = Hub.Current;
        var mark = Descendants.Mark(start);
        var launching = new OffloadFrame<Launched>(BlockingThreads.Starts, $"start {start.FileName}", () => new(StartNow(start), mark));
        yield return Started(hub, launching.Await().Process, start, mark);
    }

    [Coroutine]
    private static IEnumerator<Yield<CompletedProcess>> RunToEnd(ProcessStartInfo start, ReadOnlyMemory<byte> input, TimeSpan? timeout)
    {
        CoProcess? process = null;
        try
        {
            process = StartOffHub(start).Await();
            process.KillOnDispose = true;
            yield return process.Communicate(input, timeout).Await();
        }
        finally
        {
            process?.Dispose();
        }
    }

    /// <summary>A process that was started for a wait which may have been given up meanwhile: then it is ended.</summary>
    private sealed record Launched(Process Process, string? Mark) : IDisposable
    {
        public void Dispose()
        {
            try
            {
                Process.Kill(entireProcessTree: true);
            }
            catch (Exception exception) when (exception is InvalidOperationException or System.ComponentModel.Win32Exception or AggregateException)
            {
                // it has ended by itself
            }

            if (Mark is not null) Descendants.KillAll(Mark);
            Process.Dispose();
        }
    }

    private sealed class CheckOutputFrame(ProcessStartInfo start) : Coroutine<string>
    {
        public override FrameLocation Location => new($"run {start.FileName}", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            CompletedProcess completed;
            if (State == 0)
            {
                State = 1;
                if (!greenlet.Begin(this, RunToEndCoroutine(start, default, null), out completed)) return false;
            }
            else
            {
                greenlet.End(out completed);
            }

            Result = completed.ExitCode == 0
                ? Encoding.UTF8.GetString(completed.Output)
                : throw new ProcessFailedException(start.FileName, completed);
            return true;
        }
    }
}

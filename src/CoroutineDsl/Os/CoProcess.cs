using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using CoroutineDsl.Net;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A child process: its pipes are read and written while the other greenlets run, and its end is waited for without a thread. <c>Greenlet.Wait</c> takes it among other things to wait for.
/// </summary>
/// <remarks>For the thread of the hub that started it.</remarks>
public sealed partial class CoProcess : IWaitable, IDisposable
{
    private readonly Hub _hub;
    private readonly Process _process;
    private readonly AsyncResult<int> _exit = new();
    private readonly string? _mark;

    private CoProcess(Hub hub, Process process, string? mark)
    {
        _hub = hub;
        _process = process;
        _mark = mark;
        process.Exited += (_, _) => _exit.TrySet(process.ExitCode);
        process.EnableRaisingEvents = true; // from here on, another thread may tell of the end, once
    }

    /// <summary>Its number.</summary>
    public int Id { get; private init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _exit.IsReady;

    /// <summary>The code with which it ended; null while it runs. After a signal 128 and the signal's number.</summary>
    public int? ExitCode => _exit.IsReady ? _exit.Value : null;

    /// <summary>Whether <see cref="Dispose"/> kills it and its descendants, if it has not ended by then.</summary>
    public bool KillOnDispose { get; set; }

    /// <summary>Its standard input, if it is redirected. Closing it is the end of the input.</summary>
    public Stream? StandardInput { get; private init; }

    /// <summary>Its standard output, if it is redirected.</summary>
    public Stream? StandardOutput { get; private init; }

    /// <summary>Its standard error, if it is redirected.</summary>
    public Stream? StandardError { get; private init; }

    bool IWaitable.HasCome => ((IWaitable)_exit).HasCome;

    bool IWaitable.IsExternal => true;

    /// <summary>Starts a program, its standard input, output and error as pipes, and does not wait: the hub stands still for the millisecond or two that the system takes. <see cref="Launch(string, IEnumerable{string})"/> holds nobody up.</summary>
    /// <param name="fileName">The program; looked for as the system does.</param>
    /// <param name="arguments">Its arguments, each as it is: no shell takes them apart.</param>
    /// <exception cref="Win32Exception">There is no such program, or it cannot be run.</exception>
    public static CoProcess Start(string fileName, params IEnumerable<string> arguments) => Start(Piped(fileName, arguments));

    /// <summary>Starts a program with all settings: working directory, environment, which of its streams are pipes (those not redirected are the own process's).</summary>
    /// <param name="start">The settings. Its encodings are not used: the streams are bytes.</param>
    /// <exception cref="Win32Exception">There is no such program, or it cannot be run.</exception>
    public static CoProcess Start(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        var mark = Descendants.Mark(start);
        return Started(Hub.Current, StartNow(start), start, mark);
    }

    /// <summary>Starts a program, its standard input, output and error as pipes, on a thread of its own while the hub goes on. Where this wait is killed or times out, the process is ended.</summary>
    /// <inheritdoc cref="Start(string, IEnumerable{string})"/>
    public static Suspension<CoProcess> Launch(string fileName, params IEnumerable<string> arguments) => Launch(Piped(fileName, arguments));

    /// <summary>As <see cref="Launch(string, IEnumerable{string})"/>, with all settings.</summary>
    /// <inheritdoc cref="Start(ProcessStartInfo)"/>
    public static Suspension<CoProcess> Launch(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        return Waitables.From(StartOffHubCoroutine(start));
    }

    private static Process StartNow(ProcessStartInfo start) => Process.Start(start) ?? throw new InvalidOperationException("No process was started.");

    private static CoProcess Started(Hub hub, Process process, ProcessStartInfo start, string? mark)
    {
        return new(hub, process, mark)
        {
            Id = process.Id,
            StandardInput = start.RedirectStandardInput ? Pipe(hub, process.StandardInput.BaseStream) : null,
            StandardOutput = start.RedirectStandardOutput ? Pipe(hub, process.StandardOutput.BaseStream) : null,
            StandardError = start.RedirectStandardError ? Pipe(hub, process.StandardError.BaseStream) : null,
        };
    }

    /// <summary>Waits until it has ended, and gives its exit code.</summary>
    /// <param name="timeout">How long to wait at most. The process goes on.</param>
    /// <exception cref="CoTimeoutException">The time is over.</exception>
    public Suspension<int> Wait(TimeSpan? timeout = null) => _exit.Get(timeout);

    /// <summary>Kills it. Nothing happens if it has ended.</summary>
    /// <param name="entireTree">Whether its descendants are killed too; on Linux also those that have left its session, or whose parents have ended (soon, by another thread). The hub stands still while the system's processes are looked through for its children.</param>
    public void Kill(bool entireTree = false)
    {
        if (entireTree && _mark is not null) BlockingThreads.Starts.Post(() => Descendants.KillAll(_mark));
        try
        {
            _process.Kill(entireTree);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // it has ended, or is about to
        }
    }

    /// <summary>Asks it to end (SIGTERM; on Windows it is killed).</summary>
    public void Terminate()
    {
        if (OperatingSystem.IsWindows()) Kill();
        else Signal(PosixSignal.SIGTERM);
    }

    /// <summary>Sends it a signal. Nothing happens if it has ended.</summary>
    /// <param name="signal">Which; a value of the system's own is possible too.</param>
    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public void Signal(PosixSignal signal)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("There are no signals on Windows: use Kill.");
        if (!_process.HasExited) _ = LinuxSyscalls.Kill(Id, Signals.Number(signal));
    }

    /// <summary>Closes the pipes and lets go of the process, which goes on unless <see cref="KillOnDispose"/> says otherwise.</summary>
    public void Dispose()
    {
        if (KillOnDispose && !HasExited) Kill(entireTree: true);
        StandardInput?.Dispose();
        StandardOutput?.Dispose();
        StandardError?.Dispose();
        if (HasExited) _process.Dispose(); // else at its end: it would not be told of any more
        else _process.Exited += (_, _) => _process.Dispose();
    }

    /// <summary>Its name and number.</summary>
    public override string ToString() => $"process {Id} ({(HasExited ? $"ended with {ExitCode}" : "running")})";

    void IWaitable.Add(Waiter waiter) => ((IWaitable)_exit).Add(waiter);

    void IWaitable.Remove(Waiter waiter) => ((IWaitable)_exit).Remove(waiter);

    private static ProcessStartInfo Piped(string fileName, IEnumerable<string> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(fileName);
        ArgumentNullException.ThrowIfNull(arguments);
        return new(fileName, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
    }

    /// <summary>Over the hub's selector where there is a descriptor to be had; else .NET's own stream, whose asynchronous members need no thread either.</summary>
    private static Stream Pipe(Hub hub, Stream stream) => stream is System.IO.Pipes.PipeStream pipe && RawSocket.UsesSystemCalls(hub)
        ? new CoStream(new CoSocket(new LinuxPipe(pipe.SafePipeHandle), hub))
        : stream;
}

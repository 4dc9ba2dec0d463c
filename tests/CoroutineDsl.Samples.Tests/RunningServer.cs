using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace CoroutineDsl.Samples.Tests;

/// <summary>A sample that serves, as a process of its own, on a free port.</summary>
internal sealed partial class RunningServer : IDisposable
{
    private const int SigInt = 2;

    private readonly Process _process;
    private readonly Task<string> _errors;

    private RunningServer(Process process, int port)
    {
        _process = process;
        Port = port;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Port { get; }

    /// <summary>How many descriptors a process may have.</summary>
    public static int MaxDescriptors { get; } = int.Parse(LimitPattern().Match(File.ReadAllText("/proc/self/limits")).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>How many threads the process has.</summary>
    public int Threads => Directory.GetDirectories($"/proc/{_process.Id}/task").Length;

    /// <summary>How many descriptors the process has open.</summary>
    public int Descriptors => Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length;

    /// <summary>The SocketServer sample.</summary>
    public static RunningServer Start(string? assembly = null, params string[] arguments) => Run([assembly ?? Repository.Sample("SocketServer"), "--port", "0", .. arguments]);

    /// <summary>Another one, whose arguments make it choose a free port.</summary>
    public static RunningServer Launch(string sample, params string[] arguments) => Run([Repository.Sample(sample), .. arguments]);

    private static RunningServer Run(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine();
        var match = PortPattern().Match(line ?? "");
        if (!match.Success) throw new InvalidOperationException($"the server did not start: '{line}' {process.StandardError.ReadToEnd()}");
        return new RunningServer(process, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>A plain blocking connection.</summary>
    public Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000, SendTimeout = 30_000 };
        socket.Connect(IPAddress.Loopback, Port);
        return socket;
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(int signal)
    {
        if (Kill(_process.Id, signal) != 0) throw new InvalidOperationException("no such process");
    }

    /// <summary>The next line that it prints; null at the end.</summary>
    public Task<string?> ReadLine() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Waits for its end, which must be a good one.</summary>
    public void WaitForEnd()
    {
        if (!_process.WaitForExit(60_000)) throw new TimeoutException("the server did not stop");
        if (_process.ExitCode != 0) throw new InvalidOperationException($"exit code {_process.ExitCode}: {_errors.Result}");
    }

    /// <summary>Ctrl-C, then waits for the end: what it printed since the start.</summary>
    public string Interrupt()
    {
        if (Kill(_process.Id, SigInt) != 0) throw new InvalidOperationException("no such process");
        var output = _process.StandardOutput.ReadToEnd();
        if (!_process.WaitForExit(30_000)) throw new TimeoutException("the server did not stop");
        if (_process.ExitCode != 0) throw new InvalidOperationException($"exit code {_process.ExitCode}: {_errors.Result}");
        return output;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [GeneratedRegex(@"^Max open files +\d+ +(\d+)", RegexOptions.Multiline)]
    private static partial Regex LimitPattern();

    [GeneratedRegex(@"127\.0\.0\.1:(\d+)")]
    private static partial Regex PortPattern();
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>A built program that serves until it is told to stop.</summary>
internal sealed partial class Served : IDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    /// <summary>Starts it in a folder.</summary>
    public Served(string folder, string program, params string[] arguments) =>
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, WorkingDirectory = folder })!;

    /// <summary>The first line of its output that contains a text.</summary>
    public string ReadUntil(string text)
    {
        while (_process.StandardOutput.ReadLineAsync().WaitAsync(s_patience).Result is { } line)
        {
            _output.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal)) return line;
        }

        throw new InvalidOperationException($"it ended without '{text}': {_output}");
    }

    /// <summary>SIGTERM: it has to end well, and soon.</summary>
    public void Terminate()
    {
        Assert.Equal(0, Kill(_process.Id, SigTerm));
        _output.Append(_process.StandardOutput.ReadToEndAsync().WaitAsync(s_patience).Result);
        Assert.True(_process.WaitForExit(s_patience), $"it did not stop: {_output}");
        Assert.True(_process.ExitCode == 0, $"exit code {_process.ExitCode}: {_output}");
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

using System.Diagnostics;
using System.Globalization;

namespace CoroutineDsl.Monitor.Tests;

/// <summary>The sample TroubledServer as a process of its own.</summary>
internal sealed class TroubledProcess : IDisposable
{
    private readonly Process _process;

    private TroubledProcess(Process process, int id)
    {
        _process = process;
        Id = id;
    }

    /// <summary>Of the server.</summary>
    public int Id { get; }

    public static TroubledProcess Start(int conversations)
    {
        // who runs the tests may ignore SIGQUIT, and a program inherits that
        var start = new ProcessStartInfo("env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--default-signal=QUIT", "dotnet", Repository.Sample("TroubledServer"), "0", conversations.ToString(CultureInfo.InvariantCulture) }) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        var line = process.StandardOutput.ReadLine();
        if (line is null) throw new InvalidOperationException($"the server did not start: {process.StandardError.ReadToEnd()}");
        return new TroubledProcess(process, process.Id);
    }

    /// <summary>Sends SIGQUIT and reads standard error up to the line that ends the report.</summary>
    public string Quit()
    {
        using (var kill = Process.Start("kill", ["-QUIT", Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        var lines = new List<string>();
        while (_process.StandardError.ReadLine() is { } line)
        {
            lines.Add(line);
            if (line == "--- end ---") break;
        }

        return string.Join('\n', lines);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}

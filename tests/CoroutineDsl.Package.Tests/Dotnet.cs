using System.Diagnostics;

namespace CoroutineDsl.Package.Tests;

/// <summary>Programs that tests run: with a bound on their time, and their output.</summary>
internal static class Dotnet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    /// <summary>Runs the dotnet command.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static string Run(string folder, params string[] arguments) => Start("dotnet", folder, arguments);

    /// <summary>Runs it, and gives what it wrote whether it failed or not.</summary>
    public static (int ExitCode, string Output) Try(string folder, params string[] arguments) => Execute("dotnet", folder, arguments);

    /// <inheritdoc cref="Run"/>
    public static string Start(string program, string folder, params string[] arguments)
    {
        var (exitCode, output) = Execute(program, folder, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {exitCode}\n{output}");
    }

    private static (int ExitCode, string Output) Execute(string program, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (process.WaitForExit(Patience)) return (process.ExitCode, output.Result + errors.Result);
        process.Kill(entireProcessTree: true);
        throw new TimeoutException($"{program} {string.Join(' ', arguments)}");
    }
}

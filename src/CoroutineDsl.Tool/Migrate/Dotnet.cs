using System.Diagnostics;

namespace CoroutineDsl.Tool.Migrate;

/// <summary>The SDK's own commands.</summary>
internal static class Dotnet
{
    /// <summary>Runs one; gives what it printed, and whether it succeeded.</summary>
    public static (bool IsSuccess, string Output) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var process = Process.Start(start) ?? throw new MigrationException("dotnet cannot be started");
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode == 0, output + error.GetAwaiter().GetResult());
    }
}

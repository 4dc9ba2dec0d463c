using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace CoroutineDsl.Jobs;

/// <summary>How this program is started once more: as its own executable, natively compiled or not, or by the dotnet command with the same dependencies (a test host).</summary>
internal static class ProgramCommand
{
    private const string HookSwitch = "System.StartupHookProvider.IsSupported";

    /// <exception cref="InvalidOperationException">A process of this program could not know that it is a worker.</exception>
    [DynamicDependency(nameof(StartupHook.Initialize), typeof(StartupHook))]
    public static ProcessStartInfo Create()
    {
        if (!NativeProgram.IsThis && AppContext.TryGetSwitch(HookSwitch, out var isSupported) && !isSupported)
        {
            throw new InvalidOperationException(
                "This program was built without startup hooks, by which a worker process knows that it is one. Set <StartupHookSupport>true</StartupHookSupport> in its project.");
        }

        var path = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this program is not known.");
        var start = new ProcessStartInfo(path) { UseShellExecute = false, RedirectStandardInput = true };
        if (IsDotnet(path))
        {
            foreach (var argument in HostArguments()) start.ArgumentList.Add(argument);
        }

        return start;
    }

    private static bool IsDotnet(string path) => !NativeProgram.IsThis && string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> HostArguments()
    {
        var entry = Environment.GetCommandLineArgs()[0];
        var dependencies = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        yield return "exec";
        if (dependencies is not null)
        {
            yield return "--depsfile";
            yield return dependencies;
            var settings = dependencies.EndsWith(".deps.json", StringComparison.Ordinal) ? dependencies[..^".deps.json".Length] + ".runtimeconfig.json" : "";
            if (File.Exists(settings))
            {
                yield return "--runtimeconfig";
                yield return settings;
            }
        }

        yield return Path.GetFullPath(entry);
    }
}

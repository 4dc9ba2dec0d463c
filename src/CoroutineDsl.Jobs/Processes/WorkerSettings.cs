using System.Globalization;

namespace CoroutineDsl.Jobs;

/// <summary>What a process learns by its environment from the one that started it.</summary>
/// <param name="Number">Which worker it is.</param>
/// <param name="Concurrency">How many jobs it runs at a time.</param>
/// <param name="Token">What it proves itself with.</param>
/// <param name="Address">Where it connects to.</param>
/// <param name="Hooks">The startup hooks that the program itself had.</param>
internal sealed record WorkerSettings(long Number, int Concurrency, string Token, ProcessAddress Address, string Hooks)
{
    private const string Variable = "COROUTINEDSL_WORKER";
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    public string ClaimsPath => System.IO.Path.Combine(Address.Folder, string.Create(CultureInfo.InvariantCulture, $"claims-{Number}"));

    /// <summary>What this process was told, once: its own children are not told the same.</summary>
    public static WorkerSettings? Take()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } text) return null;
        var parts = text.Split(';', 5);
        if (parts.Length < 5) return null;
        Environment.SetEnvironmentVariable(Variable, null);
        Environment.SetEnvironmentVariable(HooksVariable, parts[4].Length == 0 ? null : parts[4]);
        return new(
            long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], ProcessAddress.Parse(parts[3]), parts[4]);
    }

    public void Give(IDictionary<string, string?> environment)
    {
        environment[Variable] = string.Create(CultureInfo.InvariantCulture, $"{Number};{Concurrency};{Token};{Address};{Hooks}");
        var own = typeof(WorkerSettings).Assembly.GetName().Name!;
        environment[HooksVariable] = Hooks.Length == 0 ? own : own + System.IO.Path.PathSeparator + Hooks;
    }

    public static string CurrentHooks() => Environment.GetEnvironmentVariable(HooksVariable) ?? "";
}

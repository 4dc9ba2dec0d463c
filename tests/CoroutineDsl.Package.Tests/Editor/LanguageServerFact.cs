using Xunit;

namespace CoroutineDsl.Package.Tests.Editor;

/// <summary>A test that needs csharp-ls, a tool of this repository. Where no feed has it, the test says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LanguageServerFactAttribute : FactAttribute
{
    private static readonly Lazy<(int ExitCode, string Output)> s_restored = new(() => Dotnet.Try(Repository.Root, "tool", "restore"));

    public LanguageServerFactAttribute()
    {
        if (s_restored.Value.ExitCode != 0) Skip = $"dotnet tool restore: {s_restored.Value.Output.Trim()}";
    }
}

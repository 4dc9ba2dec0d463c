using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>All that the analyzers' assembly has.</summary>
internal static class Rules
{
    internal static DiagnosticAnalyzer[] All => Made(typeof(CoroutineAnalyzer));

    internal static DiagnosticAnalyzer[] Suppressors => Made(typeof(DiagnosticSuppressor));

    private static DiagnosticAnalyzer[] Made(Type kind) =>
        [.. typeof(CoroutineAnalyzer).Assembly.GetTypes().Where(t => t.IsSubclassOf(kind) && !t.IsAbstract).Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];
}

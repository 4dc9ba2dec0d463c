using System.Collections.Immutable;
using CoroutineDsl.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Benchmarks;

/// <summary>What the analyzers cost in a build of a thousand coroutines.</summary>
internal static class AnalyzerDriver
{
    private const int Rounds = 7;

    private static readonly ImmutableArray<DiagnosticAnalyzer> Rules =
        [.. typeof(RefusedConstructAnalyzer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CoroutineAnalyzer)) && !type.IsAbstract).Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>Milliseconds, each without what comes before it: the generator; the compiler's own diagnostics, or an analysis by all rules; of that garbage collections, and, by the compiler's count, the rules, and each rule with the collections that fall into it.</summary>
    public static IEnumerable<(string Metric, double Value)> Thousand()
    {
        var compilation = SyntheticProject.Thousand();
        yield return ("generator_ms", Measure.Median(Rounds, () =>
        {
            var fresh = SyntheticProject.Fresh(compilation);
            return Measure.Milliseconds(() => Generated(fresh));
        }));
        yield return ("compile_ms", Measure.Median(Rounds, () =>
        {
            var generated = Generated(SyntheticProject.Fresh(compilation));
            return Measure.Milliseconds(() => generated.GetDiagnostics());
        }));
        List<double> all = [], collections = [];
        var each = Rules.ToDictionary(rule => rule, _ => new List<double>());
        yield return ("analysis_ms", Measure.Median(Rounds, () =>
        {
            var generated = Generated(SyntheticProject.Fresh(compilation));
            generated.GetDeclarationDiagnostics(); // the compiler needs these symbols anyway: no rule pays for them
            GC.Collect();
            var pauses = GC.GetTotalPauseDuration();
            var analyzed = new CompilationWithAnalyzers(
                generated, Rules, new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), OnException, concurrentAnalysis: false, logAnalyzerExecutionTime: true));
            AnalysisResult result = null!;
            var milliseconds = Measure.Milliseconds(() => result = analyzed.GetAnalysisResultAsync(default).GetAwaiter().GetResult());
            collections.Add((GC.GetTotalPauseDuration() - pauses).TotalMilliseconds);
            all.Add(result.AnalyzerTelemetryInfo.Values.Sum(info => info.ExecutionTime.TotalMilliseconds));
            foreach (var (rule, info) in result.AnalyzerTelemetryInfo) each[rule].Add(info.ExecutionTime.TotalMilliseconds);
            return milliseconds;
        }));
        yield return ("collections_ms", Median(collections));
        yield return ("rules_ms", Median(all));
        foreach (var (rule, times) in each.OrderByDescending(pair => Median(pair.Value))) yield return ($"{rule.SupportedDiagnostics[0].Id.ToLowerInvariant()}_ms", Median(times));
    }

    private static Compilation Generated(CSharpCompilation compilation)
    {
        SyntheticProject.Driver().RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return generated;
    }

    // the first is a warm-up
    private static double Median(List<double> measured) => measured.Skip(1).Order().ElementAt(Rounds / 2);

    private static void OnException(Exception exception, DiagnosticAnalyzer rule, Diagnostic diagnostic) => throw new InvalidOperationException($"{rule} threw", exception);
}

using System.Collections.Immutable;
using CoroutineDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The generator as a project references it: the workspace runs it, and its documents are part of the project.</summary>
internal sealed class GeneratorReference : AnalyzerReference
{
    internal static readonly GeneratorReference Instance = new();

    // the workspace looks a generator up by identity
    private readonly ImmutableArray<ISourceGenerator> _generators = [new CoroutineGenerator().AsSourceGenerator()];

    public override string? FullPath => null;

    public override object Id => typeof(CoroutineGenerator);

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [];

    public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [];

    public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

    public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
}

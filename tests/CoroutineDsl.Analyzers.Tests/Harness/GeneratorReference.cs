using System.Reflection;
using CoroutineDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The generator as a project references it: the workspace runs it, and its documents are part of the project.</summary>
internal static class GeneratorReference
{
    internal static readonly AnalyzerReference Instance = new AnalyzerFileReference(typeof(CoroutineGenerator).Assembly.Location, new Loaded());

    /// <summary>The assembly that the tests have loaded.</summary>
    private sealed class Loaded : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => typeof(CoroutineGenerator).Assembly;
    }
}

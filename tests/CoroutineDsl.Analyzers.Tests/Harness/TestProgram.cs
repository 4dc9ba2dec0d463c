using System.Reflection;
using System.Runtime.Loader;
using CoroutineDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Source that has been compiled with the generator, ready to run.</summary>
internal static class TestProgram
{
    internal static Assembly Load(params string[] sources) => Load(TestCompilation.Of(sources));

    internal static Assembly Load(CSharpCompilation sources)
    {
        CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()], parseOptions: TestCompilation.Parse)
            .RunGeneratorsAndUpdateCompilation(sources, out var compilation, out _);
        using var image = new MemoryStream();
        var emitted = compilation.Emit(image);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)));
        image.Position = 0;
        return new AssemblyLoadContext(null).LoadFromStream(image);
    }

    /// <summary>Calls a public static method on a thread, and so on a hub, of its own.</summary>
    internal static Task<object?> Call(Type type, string method, params object[] arguments) => Task.Factory.StartNew(
        () => type.GetMethod(method)!.Invoke(null, arguments), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

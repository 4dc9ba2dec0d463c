using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Oracle;

/// <summary>The one place that knows how a test compilation is built.</summary>
public static class Compilations
{
    /// <summary>C# 14 with our interceptors switched on, as the package's targets do.</summary>
    public static readonly CSharpParseOptions Parse = new CSharpParseOptions(LanguageVersion.CSharp14)
        .WithFeatures([new("InterceptorsNamespaces", "CoroutineDsl.Generated;Tests")]);

    // the shared framework that this process runs on, the runtime and the scripts
    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
            .Append(typeof(Coroutine).Assembly.Location).Append(typeof(Compilations).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>A library of these sources, under the compiler's highest warning level.</summary>
    public static CSharpCompilation Of(IEnumerable<SyntaxTree> trees, string name = "Tests", OptimizationLevel optimization = OptimizationLevel.Release) =>
        CSharpCompilation.Create(name, trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary,
            warningLevel: 9999, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true, optimizationLevel: optimization));

    /// <inheritdoc cref="Of(IEnumerable{SyntaxTree}, string, OptimizationLevel)"/>
    public static CSharpCompilation Of(params string[] sources) => Of(sources.Select((source, i) => Tree(source, $"Source{i}.cs")));

    /// <summary>A source file.</summary>
    public static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, Parse, path, Encoding.UTF8);

    /// <summary>Emits and loads the compilation, after the libraries that it refers to.</summary>
    /// <exception cref="InvalidOperationException">It does not compile; with the compiler's own text.</exception>
    public static Assembly Load(Compilation compilation, params Compilation[] libraries)
    {
        var context = new AssemblyLoadContext(compilation.AssemblyName, isCollectible: true);
        foreach (var library in libraries)
            Load(context, library);
        return Load(context, compilation);
    }

    private static Assembly Load(AssemblyLoadContext context, Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
            throw new InvalidOperationException(string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(20)));
        image.Position = 0;
        return context.LoadFromStream(image);
    }
}

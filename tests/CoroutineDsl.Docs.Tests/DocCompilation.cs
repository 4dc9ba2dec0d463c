using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using System.Text.RegularExpressions;
using CoroutineDsl.Generator;
using CoroutineDsl.Generator.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Docs.Tests;

/// <summary>Blocks compiled together as a user's project would be: with the generator, the interceptors and all analyzers.</summary>
internal sealed partial class DocCompilation
{
    private static readonly CSharpParseOptions s_parse = new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("InterceptorsNamespaces", "CoroutineDsl.Generated")]);

    private static readonly ImmutableArray<MetadataReference> s_references =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || path.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal) || path.Contains("xunit", StringComparison.Ordinal) || IsOfUsers(Path.GetFileName(path)))
            .Append(typeof(Greenlet).Assembly.Location).Distinct()
            .Select(path => MetadataReference.CreateFromFile(path))];

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
        [.. typeof(CoroutineDsl.Analyzers.CoroutineAnalyzer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    private readonly Dictionary<SyntaxTree, BlockSource> _blocks;
    private readonly Compilation _output;
    private readonly ILookup<BlockSource?, Diagnostic> _diagnostics;
    private readonly GeneratorRunResult _generated;
    private Assembly? _assembly;

    /// <summary>Compiles blocks.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="kind">What is made of them.</param>
    /// <param name="edit">A change of the text that is compiled.</param>
    public DocCompilation(IEnumerable<BlockSource> blocks, OutputKind kind = OutputKind.DynamicallyLinkedLibrary, Func<string, string>? edit = null)
    {
        _blocks = blocks.ToDictionary(block => CSharpSyntaxTree.ParseText(edit?.Invoke(block.Text) ?? block.Text, s_parse, "Program.cs", Encoding.UTF8));
        var compilation = CSharpCompilation.Create("Docs", _blocks.Keys, s_references, new CSharpCompilationOptions(
            kind, warningLevel: 9999, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));
        var driver = CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator(), new JobGenerator().AsSourceGenerator()], parseOptions: s_parse).RunGeneratorsAndUpdateCompilation(compilation, out _output, out _);
        _generated = driver.GetRunResult().Results[0];
        if (driver.GetRunResult().Results.Select(result => result.Exception).FirstOrDefault(exception => exception is not null) is { } failure) throw new InvalidOperationException("the generator failed", failure);
        _diagnostics = _output.WithAnalyzers(s_analyzers, new AnalyzerOptions([])).GetAllDiagnosticsAsync().GetAwaiter().GetResult()
            .Where(diagnostic => diagnostic.Severity > DiagnosticSeverity.Hidden && !diagnostic.IsSuppressed)
            .ToLookup(diagnostic => diagnostic.Location.SourceTree is { } tree ? _blocks.GetValueOrDefault(tree) : null);
    }

    /// <summary>What the compiler and the analyzers say of a block: the line of the document, the id, the message.</summary>
    public IEnumerable<(int Line, string Id, string Message)> DiagnosticsOf(BlockSource block) =>
        _diagnostics[block].Select(diagnostic => (diagnostic.Location.GetLineSpan().StartLinePosition.Line - block.FirstLine + block.Block.Line, diagnostic.Id, diagnostic.ToString()));

    /// <summary>What is wrong with generated code.</summary>
    public IEnumerable<Diagnostic> Stray => _diagnostics[null];

    /// <summary>The lines that the generator wrote for a block, trimmed and with simple names.</summary>
    public List<string> GeneratedFor(BlockSource block) =>
        [.. _generated.GeneratedSources.Select(source => source.SourceText.ToString()).Where(text => text.Contains($"namespace {block.Namespace};", StringComparison.Ordinal))
            .SelectMany(text => text.Split('\n')).Select(line => Qualifier().Replace(line, "").Trim())];

    /// <summary>The block's <c>Main</c>, if it has one.</summary>
    public MethodInfo? EntryPoint(BlockSource block)
    {
        _assembly ??= Load();
        return _assembly.GetTypes().Where(type => type.Namespace == block.Namespace)
            .Select(type => type.GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)).FirstOrDefault(main => main?.GetParameters().Length == 0 || main?.GetParameters() is [{ Name: "args" }]);
    }

    /// <summary>Writes the assembly.</summary>
    public void Emit(Stream image)
    {
        var result = _output.Emit(image);
        if (!result.Success) throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    private Assembly Load()
    {
        using var image = new MemoryStream();
        Emit(image);
        image.Position = 0;
        return new AssemblyLoadContext("Docs", isCollectible: true).LoadFromStream(image);
    }

    /// <summary>Our own packages, and those that the recipes use.</summary>
    private static bool IsOfUsers(string file) =>
        file is "CoroutineDsl.Testing.dll" or "CoroutineDsl.Http.dll" or "CoroutineDsl.Jobs.dll" or "CoroutineDsl.Jobs.Rebus.dll" or "CoroutineDsl.Hosting.dll" or "StackExchange.Redis.dll" or "RabbitMQ.Client.dll"
        || file.StartsWith("Npgsql", StringComparison.Ordinal) || file.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || file.StartsWith("Grpc.", StringComparison.Ordinal)
        || file.StartsWith("MQTTnet", StringComparison.Ordinal) || file.StartsWith("Polly", StringComparison.Ordinal);

    [GeneratedRegex(@"global::(?:\w+\.)*")]
    private static partial Regex Qualifier();
}

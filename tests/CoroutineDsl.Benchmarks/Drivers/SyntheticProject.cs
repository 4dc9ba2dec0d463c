using System.Collections.Immutable;
using System.Text;
using CoroutineDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Benchmarks;

/// <summary>The projects that the generator and the analyzers are measured on.</summary>
internal static class SyntheticProject
{
    private const int Files = 100;
    private const int CoroutinesPerFile = 10;

    private static readonly CSharpParseOptions Parse = new CSharpParseOptions(LanguageVersion.CSharp14)
        .WithFeatures([new("InterceptorsNamespaces", "CoroutineDsl.Generated")]);

    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || path.EndsWith("CoroutineDsl.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>A thousand coroutines in a hundred files.</summary>
    public static CSharpCompilation Thousand() => Compile(Enumerable.Range(0, Files).Select(Coroutines));

    /// <summary>One coroutine, and five thousand calls of something else.</summary>
    public static CSharpCompilation ManyCalls() => Compile(Enumerable.Range(0, 50).Select(file => Plain(file, 100))
        .Append("using CoroutineDsl; using System.Collections.Generic; partial class One { [Coroutine] public static IEnumerator<Yield> Only() { yield break; } }"));

    /// <summary>A fluent chain of calls; an argument in its middle waits.</summary>
    public static CSharpCompilation Chain(int calls) => Compile(
    [
        "using CoroutineDsl; using System.Collections.Generic; using System.Text; partial class One { [Coroutine] public static IEnumerator<Yield<string>> Build(CoQueue<int> queue) { "
        + $"yield return new StringBuilder(){string.Concat(Enumerable.Range(0, calls).Select(i => i == calls / 2 ? ".Append(queue.Get().Await())" : $".Append({i})"))}.ToString(); }} }}",
    ]);

    /// <summary>The same sources as trees, and in a project, that no run has seen: what is remembered of either must not help.</summary>
    public static CSharpCompilation Fresh(CSharpCompilation compilation) =>
        Create(compilation.SyntaxTrees.Select(tree => Tree(tree.ToString(), tree.FilePath)));

    public static CSharpCompilation WithText(CSharpCompilation compilation, SyntaxTree tree, string text) =>
        compilation.ReplaceSyntaxTree(tree, Tree(text, tree.FilePath));

    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()], parseOptions: Parse);

    private static CSharpCompilation Compile(IEnumerable<string> sources)
    {
        var compilation = Create(sources.Select((source, i) => Tree(source, $"File{i}.cs")));
        var error = compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? compilation : throw new InvalidOperationException(error.ToString());
    }

    private static CSharpCompilation Create(IEnumerable<SyntaxTree> trees) =>
        CSharpCompilation.Create("Project", trees, References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    private static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, Parse, path, Encoding.UTF8);

    private static string Coroutines(int file)
    {
        var text = new StringBuilder($"using CoroutineDsl;\nusing System;\nusing System.Collections.Generic;\nusing static CoroutineDsl.Greenlet;\n\npartial class File{file}\n{{\n");
        for (var i = 0; i < CoroutinesPerFile; i++)
        {
            text.Append($$"""
                    [Coroutine]
                    public static IEnumerator<Yield<int>> Work{{i}}(CoQueue<int> queue, int times)
                    {
                        var total = 0;
                        try
                        {
                            for (var i = 0; i < times; i++)
                            {
                                var item = queue.Get().Await();
                                if (item < 0) break;
                                total += i;
                                queue.Put(item + total).Await();
                            }
                        }
                        catch (QueueEmptyException)
                        {
                            total = -1;
                        }
                        finally
                        {
                            Console.WriteLine(total);
                        }
                        yield return Sleep(1);
                        yield return total;
                    }

                """);
        }

        return text.Append($"    private int declared;\n\n    public static void Start(CoQueue<int> queue) => Spawn(Work0(queue, {file}));\n}}\n// last\n").ToString();
    }

    private static string Plain(int file, int calls)
    {
        var text = new StringBuilder($"using System;\n\nclass Plain{file}\n{{\n    static int Twice(int x) => Math.Max(x, x) * 2;\n\n    public static int All()\n    {{\n        var sum = 0;\n");
        for (var i = 0; i < calls; i++) text.Append($"        sum += Twice({i});\n");
        return text.Append("        return sum;\n    }\n}\n").ToString();
    }
}

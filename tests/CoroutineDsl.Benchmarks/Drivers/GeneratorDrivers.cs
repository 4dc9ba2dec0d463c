using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using CoroutineDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Benchmarks;

/// <summary>What the generator costs: a thousand coroutines at first, after an edit of one file, and a project with many calls and one coroutine.</summary>
internal static class GeneratorDrivers
{
    private const int Files = 100;
    private const int CoroutinesPerFile = 10;
    private const int Rounds = 15;

    private static readonly CSharpParseOptions Parse = new CSharpParseOptions(LanguageVersion.CSharp14)
        .WithFeatures([new("InterceptorsNamespaces", "CoroutineDsl.Generated")]);

    private static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || path.EndsWith("CoroutineDsl.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>
    /// Milliseconds: the first run in a warm process, and a run after an edit of one file: of the body of its first coroutine, of a comment below the coroutines, of a line above them, and of a declaration.
    /// </summary>
    public static IEnumerable<(string Metric, double Value)> Thousand()
    {
        var compilation = Compile(Enumerable.Range(0, Files).Select(Coroutines));
        var cold = Median(Rounds, () => Cold(compilation));
        var driver = Driver().RunGenerators(compilation);
        var edits = 0;
        yield return ("cold_ms", cold);
        yield return ("edit_in_body_ms", Median(Rounds, () => Edit(text => Rewrite(text, "var total = ", $"var total = {++edits};"))));
        yield return ("edit_elsewhere_ms", Median(Rounds, () => Edit(text => Rewrite(text, "// last", $"// last, {++edits}"))));
        yield return ("edit_above_ms", Median(Rounds, () => Edit(text => "\n" + text)));
        yield return ("edit_declaration_ms", Median(Rounds, () => Edit(text => Rewrite(text, "    private int declared", $"    private int declared{++edits};"))));

        double Edit(Func<string, string> change)
        {
            var tree = compilation.SyntaxTrees[0];
            var edited = compilation.ReplaceSyntaxTree(tree, Tree(change(tree.ToString()), tree.FilePath));
            var milliseconds = Time(() => driver = driver.RunGenerators(edited));
            compilation = edited;
            return milliseconds;
        }
    }

    /// <summary>Milliseconds that five thousand calls cost a project which has one coroutine.</summary>
    public static IEnumerable<(string Metric, double Value)> Calls()
    {
        var sources = Enumerable.Range(0, 50).Select(file => Plain(file, 100)).Append("using CoroutineDsl; using System.Collections.Generic; partial class One { [Coroutine] public static IEnumerator<Yield> Only() { yield break; } }");
        var compilation = Compile(sources);
        yield return ("cold_ms", Median(Rounds, () => Cold(compilation)));
        var driver = Driver().RunGenerators(compilation);
        var edits = 0;
        yield return ("edit_ms", Median(Rounds, () =>
        {
            var tree = compilation.SyntaxTrees[0];
            compilation = compilation.ReplaceSyntaxTree(tree, Tree(tree + $"// edit {++edits}\n", tree.FilePath));
            return Time(() => driver = driver.RunGenerators(compilation));
        }));
    }

    /// <summary>The text with its first line of that beginning replaced.</summary>
    private static string Rewrite(string text, string beginning, string line)
    {
        var start = text.IndexOf(beginning, StringComparison.Ordinal);
        return text[..start] + line + text[text.IndexOf('\n', start)..];
    }

    /// <summary>Trees, of a project, that no run has seen: what is remembered of either must not help.</summary>
    private static double Cold(CSharpCompilation compilation)
    {
        var fresh = CSharpCompilation.Create("Project", references: References, options: Options()).AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => Tree(tree.ToString(), tree.FilePath)));
        return Time(() => Driver().RunGenerators(fresh));
    }

    private static GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()], parseOptions: Parse);

    private static CSharpCompilation Compile(IEnumerable<string> sources)
    {
        var compilation = CSharpCompilation.Create(
            "Project", sources.Select((source, i) => Tree(source, $"File{i}.cs")), References, Options());
        var error = compilation.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return error is null ? compilation : throw new InvalidOperationException(error.ToString());
    }

    private static CSharpCompilationOptions Options() => new(OutputKind.DynamicallyLinkedLibrary);

    private static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, Parse, path, Encoding.UTF8);

    private static double Time(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Median(int rounds, Func<double> measure)
    {
        measure();
        var all = Enumerable.Range(0, rounds).Select(_ => measure()).Order().ToArray();
        return all[rounds / 2];
    }

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

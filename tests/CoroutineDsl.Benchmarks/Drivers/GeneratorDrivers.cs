using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Benchmarks;

/// <summary>What the generator costs: a thousand coroutines at first, after an edit of one file, and a project with many calls and one coroutine.</summary>
internal static class GeneratorDrivers
{
    private const int Rounds = 15;

    /// <summary>
    /// Milliseconds: the first run in a warm process, and a run after an edit of one file: of the body of its first coroutine, of a comment below the coroutines, of a line above them, and of a declaration.
    /// </summary>
    public static IEnumerable<(string Metric, double Value)> Thousand()
    {
        var compilation = SyntheticProject.Thousand();
        var cold = Measure.Median(Rounds, () => Cold(compilation));
        var driver = SyntheticProject.Driver().RunGenerators(compilation);
        var edits = 0;
        yield return ("cold_ms", cold);
        yield return ("edit_in_body_ms", Measure.Median(Rounds, () => Edit(text => Rewrite(text, "var total = ", $"var total = {++edits};"))));
        yield return ("edit_elsewhere_ms", Measure.Median(Rounds, () => Edit(text => Rewrite(text, "// last", $"// last, {++edits}"))));
        yield return ("edit_above_ms", Measure.Median(Rounds, () => Edit(text => "\n" + text)));
        yield return ("edit_declaration_ms", Measure.Median(Rounds, () => Edit(text => Rewrite(text, "    private int declared", $"    private int declared{++edits};"))));

        double Edit(Func<string, string> change)
        {
            var tree = compilation.SyntaxTrees[0];
            var edited = SyntheticProject.WithText(compilation, tree, change(tree.ToString()));
            var milliseconds = Measure.Milliseconds(() => driver = driver.RunGenerators(edited));
            compilation = edited;
            return milliseconds;
        }
    }

    /// <summary>Milliseconds that five thousand calls cost a project which has one coroutine.</summary>
    public static IEnumerable<(string Metric, double Value)> Calls()
    {
        var compilation = SyntheticProject.ManyCalls();
        yield return ("cold_ms", Measure.Median(Rounds, () => Cold(compilation)));
        var driver = SyntheticProject.Driver().RunGenerators(compilation);
        var edits = 0;
        yield return ("edit_ms", Measure.Median(Rounds, () =>
        {
            var tree = compilation.SyntaxTrees[0];
            compilation = SyntheticProject.WithText(compilation, tree, tree + $"// edit {++edits}\n");
            return Measure.Milliseconds(() => driver = driver.RunGenerators(compilation));
        }));
    }

    /// <summary>Milliseconds that one coroutine costs whose only wait is an argument in a fluent chain of that many calls.</summary>
    public static IEnumerable<(string Metric, double Value)> Chain()
    {
        foreach (var calls in (int[])[200, 400, 800])
        {
            var compilation = SyntheticProject.Chain(calls);
            yield return ($"calls_{calls}_ms", Measure.Median(Rounds, () => Cold(compilation)));
        }
    }

    /// <summary>The text with its first line of that beginning replaced.</summary>
    private static string Rewrite(string text, string beginning, string line)
    {
        var start = text.IndexOf(beginning, StringComparison.Ordinal);
        return text[..start] + line + text[text.IndexOf('\n', start)..];
    }

    private static double Cold(CSharpCompilation compilation)
    {
        var fresh = SyntheticProject.Fresh(compilation);
        return Measure.Milliseconds(() => SyntheticProject.Driver().RunGenerators(fresh));
    }
}

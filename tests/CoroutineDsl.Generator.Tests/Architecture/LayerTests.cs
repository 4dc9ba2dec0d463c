using System.Text.RegularExpressions;
using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Architecture;

/// <summary>A folder of the generator asks only folders that stand below it. The order is the one of docs/design/generator.md.</summary>
public partial class LayerTests
{
    private const string Root = "CoroutineDsl.Generator";

    /// <summary>From the bottom up.</summary>
    private static readonly string[] s_layers =
    [
        "Model", "Symbols", "Naming", "Blocking",
        "Lowering.Ir", "Lowering.Analysis", "Lowering.Rendering", "Lowering.Expressions", "Lowering.Statements", "Lowering.FlowAnalysis", "Lowering.Optimization", "Lowering",
        "Emit", "Interception", "Pipeline", "Jobs", "",
    ];

    [Fact]
    public void ArrowsGoDown()
    {
        var wrong = new List<string>();
        foreach (var (file, layer, text) in Files())
            foreach (Match mention in Mention().Matches(text))
            {
                var used = LayerOf(mention.Groups[1].Value.Trim('.'));
                if (Array.IndexOf(s_layers, used) > Array.IndexOf(s_layers, layer))
                    wrong.Add($"{file} ({layer}) uses {used}");
            }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public void EveryFolderIsALayer() => Assert.All(Files(), file => Assert.Contains(file.Layer, s_layers));

    [Fact]
    public void NamespacesFollowFolders() => Assert.All(Files(), file =>
        Assert.Contains($"namespace {(file.Layer.Length == 0 ? Root : $"{Root}.{file.Layer}")};", file.Text));

    /// <summary>The files with their layers: their folders.</summary>
    private static IEnumerable<(string File, string Layer, string Text)> Files()
    {
        var root = Path.Combine(Repository.Root, "generator", Root);
        foreach (var path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
            if (relative.StartsWith("obj/", StringComparison.Ordinal) || relative.StartsWith("bin/", StringComparison.Ordinal) || relative == "Polyfills.cs")
                continue;
            yield return (relative, Path.GetDirectoryName(relative)!.Replace('/', '.').Replace('\\', '.'), File.ReadAllText(path));
        }
    }

    /// <summary>The longest name of a layer that a namespace, or a name in it, begins with.</summary>
    private static string LayerOf(string name) =>
        s_layers.Where(layer => layer.Length > 0 && (name + ".").StartsWith(layer + ".", StringComparison.Ordinal)).MaxBy(layer => layer.Length) ?? "";

    [GeneratedRegex("""(?<!namespace )\bCoroutineDsl\.Generator((?:\.[A-Z]\w*)+)""")]
    private static partial Regex Mention();
}

using System.Text.RegularExpressions;
using CoroutineDsl.Samples.Tests;

namespace CoroutineDsl.Docs.Tests;

/// <summary>The README, everything under docs/ and the page of the package for tests, and the fenced blocks in them.</summary>
internal static partial class Documents
{
    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Prepend(Path.Combine(Repository.Root, "README.md")).Append(Path.Combine(Repository.Root, "src", "CoroutineDsl.Testing", "README.md"))
            .Select(file => Path.GetRelativePath(Repository.Root, file))];

    public static IReadOnlyList<DocBlock> Blocks { get; } = [.. Files.SelectMany(BlocksOf)];

    public static string TextOf(string file) => File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");

    private static IEnumerable<DocBlock> BlocksOf(string file)
    {
        var text = TextOf(file);
        var fences = Fence().Matches(text);
        for (var i = 0; i < fences.Count; i++)
        {
            var fence = fences[i];
            var start = fence.Groups["text"].Index;
            var next = i + 1 < fences.Count ? fences[i + 1] : null;
            var isOutput = next?.Groups["language"].Value == "text" && string.IsNullOrWhiteSpace(text[(fence.Index + fence.Length)..next.Index]);
            yield return new DocBlock(file, text.AsSpan(0, start).Count('\n') + 1, fence.Groups["language"].Value, fence.Groups["text"].Value,
                fence.Groups["marker"] is { Success: true } marker ? marker.Value.Trim() : null, isOutput ? next!.Groups["text"].Value : null);
        }
    }

    [GeneratedRegex(@"^(?:<!--(?<marker>(?:(?!-->).)*)-->\n)?```(?<language>\w*)\n(?<text>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}

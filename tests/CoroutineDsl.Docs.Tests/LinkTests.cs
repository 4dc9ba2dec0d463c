using System.Text.RegularExpressions;
using CoroutineDsl.Samples.Tests;
using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>What a document links inside the repository exists, headings included; and every document is linked.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Files => [.. Documents.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void LinksLeadSomewhere(string file)
    {
        foreach (Match link in Link().Matches(Documents.TextOf(file)))
        {
            var (path, heading) = (link.Groups["path"].Value, link.Groups["heading"].Value);
            var target = path.Length == 0 ? file : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, path)));
            Assert.True(Path.Exists(Path.Combine(Repository.Root, target)), $"{file} links {path}");
            if (heading.Length > 0) Assert.True(Headings(target).Contains(heading), $"{file} links {path}#{heading}");
        }
    }

    [Fact]
    public void EveryDocumentCanBeReachedFromTheReadme()
    {
        var seen = new HashSet<string>();
        var next = new Stack<string>(["README.md"]);
        while (next.TryPop(out var file))
        {
            if (!seen.Add(file)) continue;
            foreach (Match link in Link().Matches(Documents.TextOf(file)))
            {
                var target = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(file)!, link.Groups["path"].Value));
                if (Directory.Exists(target)) foreach (var page in Directory.GetFiles(target, "*.md")) next.Push(Path.GetRelativePath(Repository.Root, page));
                else if (target.EndsWith(".md", StringComparison.Ordinal) && File.Exists(target)) next.Push(Path.GetRelativePath(Repository.Root, target));
            }
        }

        Assert.Empty(Documents.Files.Except(seen));
    }

    private static IEnumerable<string> Headings(string file) =>
        Heading().Matches(Documents.TextOf(file)).Select(heading => Regex.Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\((?!\w+:)(?<path>[^)#\s]*)(?:#(?<heading>[^)\s]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}

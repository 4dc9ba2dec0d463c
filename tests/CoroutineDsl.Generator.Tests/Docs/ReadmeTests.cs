using System.Text.RegularExpressions;
using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Docs;

/// <summary>What the README shows compiles and is lowered, and what it links exists.</summary>
public class ReadmeTests
{
    private static readonly string s_root = Repository.Root;
    private static readonly string s_readme = File.ReadAllText(Path.Combine(s_root, "README.md"));

    public static TheoryData<string> Snippets => [.. Regex.Matches(s_readme, "```csharp\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value)];

    public static TheoryData<string> Links => [.. Regex.Matches(s_readme, @"\]\(([^)#:]+)\)").Select(match => match.Groups[1].Value).Distinct()];

    [Theory]
    [MemberData(nameof(Snippets))]
    public void SnippetsAreLowered(string snippet)
    {
        var run = GeneratorRun.Of($$"""
            using System;
            using System.Collections.Generic;
            using System.Net.Sockets;
            using CoroutineDsl;
            using CoroutineDsl.Net;
            static partial class Readme
            {
            {{snippet}}
            }
            """).AssertCompiles();
        Assert.Contains(run.Files.Values, file => file.Contains("Machine : global::CoroutineDsl.Coroutine", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void LinksLeadSomewhere(string link) => Assert.True(Path.Exists(Path.Combine(s_root, link)), link);
}

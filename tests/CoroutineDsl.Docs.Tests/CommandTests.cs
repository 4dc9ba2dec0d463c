using System.Text.RegularExpressions;
using CoroutineDsl.Samples.Tests;
using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>The commands of the documents: what they name exists, and where their output is shown they print it.</summary>
public partial class CommandTests
{
    private static readonly string[] s_known = ["dotnet", "dotnet-counters", "dotnet-trace", "coro", "nc", "curl", "cd", "mkdir", "kill"];

    public static TheoryData<string> Names => [.. Commands.Select(block => block.Name)];

    public static TheoryData<string> Shown => [.. Commands.Where(block => block.Output is not null).Select(block => block.Name)];

    private static IEnumerable<DocBlock> Commands => Documents.Blocks.Where(block => block.Language == "bash");

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatItNamesExists(string name)
    {
        foreach (var line in Lines(Find(name)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.Contains(words[0], s_known);
            foreach (var word in words.Where(word => word.StartsWith("samples/", StringComparison.Ordinal) || word.StartsWith("tests/", StringComparison.Ordinal)))
                Assert.True(Path.Exists(Path.Combine(Repository.Root, word)), $"{name}: there is no {word}");
            if (line.Contains("dotnet run --project", StringComparison.Ordinal)) Assert.Single(Directory.GetFiles(Path.Combine(Repository.Root, Project().Match(line).Groups[1].Value), "*.csproj"));
        }
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public async Task PrintsWhatIsShown(string name)
    {
        var block = Find(name);
        var command = Run().Match(Assert.Single(Lines(block)));
        Assert.True(command.Success, $"{name}: only 'dotnet run --project samples/... -- ...' can be run here");
        var (exitCode, output) = await Programs.Run("dotnet", [Repository.Sample(command.Groups[1].Value), .. command.Groups[2].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Equal(0, exitCode);
        Output.AssertMatches(block.Output!, output, name);
    }

    private static IEnumerable<string> Lines(DocBlock block) => block.Text.Split('\n').Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0);

    private static DocBlock Find(string name) => Commands.Single(block => block.Name == name);

    [GeneratedRegex("(^| )#.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"--project (\S+)")]
    private static partial Regex Project();

    [GeneratedRegex(@"^dotnet run --project samples/(\w+)(?: -c Release)?(?: -- (.*))?$")]
    private static partial Regex Run();
}

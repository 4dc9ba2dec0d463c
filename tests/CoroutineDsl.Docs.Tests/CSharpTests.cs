using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>The C# of the documents: compiles, has the diagnostics that its comments name and no others, runs, and prints what is shown.</summary>
public class CSharpTests
{
    private static readonly IReadOnlyList<BlockSource> s_blocks =
        [.. Documents.Blocks.Where(block => block.Language == "csharp").Select((block, i) => new BlockSource(block, i, Documents.Blocks.Where(other => other.File == block.File)))];

    // one compilation for all that is right, one for all that is wrong on purpose, and one for each that speaks of its whole assembly
    private static readonly DocCompilation s_right = new(s_blocks.Where(block => block is { IsAlone: false, Claims.Count: 0 } && block.Kind != BlockKind.Generated));
    private static readonly DocCompilation s_wrong = new(s_blocks.Where(block => block is { IsAlone: false, Claims.Count: > 0 }));
    private static readonly Dictionary<BlockSource, DocCompilation> s_alone = s_blocks.Where(block => block.IsAlone).ToDictionary(block => block, block => new DocCompilation([block]));

    public static TheoryData<string> Names => [.. s_blocks.Where(block => block.Kind != BlockKind.Generated).Select(block => block.Block.Name)];

    public static TheoryData<string> Runnable => [.. s_blocks.Where(block => block is { Claims.Count: 0, Port: null, Servers.Count: 0 } && block.Kind is not (BlockKind.Generated or BlockKind.Types) && CompilationOf(block).EntryPoint(block) is not null).Select(block => block.Block.Name)];

    public static TheoryData<string> Recipes => [.. s_blocks.Where(block => block.Servers.Count > 0).Select(block => block.Block.Name)];

    public static TheoryData<string> Servers => [.. s_blocks.Where(block => block.Port is not null).Select(block => block.Block.Name)];

    public static TheoryData<string> Generated => [.. s_blocks.Where(block => block.Kind == BlockKind.Generated).Select(block => block.Block.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void HasTheDiagnosticsThatItNames(string name)
    {
        var block = Find(name);
        var found = CompilationOf(block).DiagnosticsOf(block).ToList();
        // beside what it shows, wrong code may be unused code; right code may be nothing
        var relevant = block.Claims.Count == 0 ? found : found.Where(diagnostic => diagnostic.Id.StartsWith("CORO", StringComparison.Ordinal) || block.Claims.Any(claim => claim.Id == diagnostic.Id) || diagnostic.Message.Contains(": error ", StringComparison.Ordinal));
        Assert.True(block.Claims.Order().Distinct().SequenceEqual(relevant.Select(diagnostic => (diagnostic.Line, diagnostic.Id)).Order().Distinct()),
            $"{name} names [{string.Join(", ", block.Claims)}] and has\n{string.Join('\n', found.Select(diagnostic => $"{block.Block.File}:{diagnostic.Line}: {diagnostic.Message}"))}\n{block.Text}");
    }

    [Fact]
    public void NothingIsWrongWithWhatIsGenerated() => Assert.Empty(s_alone.Values.Prepend(s_right).SelectMany(compilation => compilation.Stray));

    [Theory]
    [MemberData(nameof(Runnable))]
    public void RunsAndPrintsWhatIsShown(string name)
    {
        var block = Find(name);
        var output = BlockRun.Of(CompilationOf(block).EntryPoint(block)!, block);
        if (block.Block.Output is { } expected) Output.AssertMatches(expected, output, name);
    }

    [RealServersTheory]
    [MemberData(nameof(Recipes))]
    public void RunsWithRealServers(string name) => RunsAndPrintsWhatIsShown(name);

    [Theory]
    [MemberData(nameof(Generated))]
    public void IsWhatTheGeneratorWrites(string name)
    {
        var shown = Find(name);
        var source = s_blocks[s_blocks.ToList().IndexOf(shown) - 1];
        var written = CompilationOf(source).GeneratedFor(source);
        var from = 0;
        foreach (var line in shown.Block.Text.Split('\n').Select(line => line.Split("//")[0].Trim()).Where(line => line.Length > 0))
        {
            var at = written.IndexOf(line, from);
            Assert.True(at >= 0, $"{name}: '{line}' is not in what follows line {from} of\n{string.Join('\n', written)}");
            from = at + 1;
        }
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public void Serves(string name)
    {
        using var server = new ServerProcess(Find(name));
        server.Talk();
        var output = server.Interrupt();
        if (Find(name).Block.Output is { } expected) Output.AssertMatches(expected, output, name);
    }

    [Fact]
    public void WhatIsShownAsOutputBelongsToSomethingThatRuns() => Assert.All(
        s_blocks.Where(block => block is { Block.Output: not null, Port: null, Servers.Count: 0 }), block => Assert.Contains(block.Block.Name, ((IEnumerable<object[]>)Runnable).Select(row => (string)row[0])));

    private static BlockSource Find(string name) => s_blocks.Single(block => block.Block.Name == name);

    private static DocCompilation CompilationOf(BlockSource block) => s_alone.GetValueOrDefault(block) ?? (block.Claims.Count == 0 ? s_right : s_wrong);
}

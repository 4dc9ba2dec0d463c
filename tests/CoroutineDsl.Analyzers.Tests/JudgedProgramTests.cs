using Microsoft.CodeAnalysis;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>
/// Blocking programs of every kind. In each the rules find exactly what blocks; the fix and the patch make a program of it that runs, beside a heart that beats: what a call waits for
/// happens only when it has beaten again, so that a call which blocks the hub never comes back.
/// </summary>
public class JudgedProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string> All => [.. JudgedPrograms.All.Select(p => p.Name)];

    public static TheoryData<string> Fixable => [.. JudgedPrograms.All.Where(p => p.Says is not null && !p.IsPatchedOnly).Select(p => p.Name)];

    public static TheoryData<string> Runnable => [.. JudgedPrograms.All.Where(p => p.Says is not null).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task It_is_told_where_it_blocks_and_nothing_else(string name)
    {
        var source = Program(name).Source;
        var told = await JudgedPrograms.Told(name);
        var wanted = string.Join("\n", source.Expected.Select(mark => $"{mark.Id ?? BlockingCallAnalyzer.Id} {source.Code.AsSpan(mark.Span.Start, mark.Span.Length)}"));
        var found = string.Join("\n", told.Select(d => $"{d.Id} {source.Code.AsSpan(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)}"));
        Assert.True(wanted == found, $"expected:\n{wanted}\nfound:\n{found}\n{string.Join("\n", told)}");
    }

    [Theory]
    [MemberData(nameof(Fixable))]
    public async Task Fixed_it_runs_and_the_heart_beats(string name)
    {
        var (text, left) = await JudgedPrograms.Fixed(name);
        Assert.Equal(Program(name).Stays, left);
        await Runs(await JudgedPrograms.FixedAssembly, name, text);
    }

    [Theory]
    [MemberData(nameof(Runnable))]
    public async Task Patched_it_runs_and_the_heart_beats(string name) => await Runs(await JudgedPrograms.PatchedAssembly, name, Program(name).Source.Code);

    private static async Task Runs(System.Reflection.Assembly programs, string name, string text)
    {
        try
        {
            Assert.Equal(Program(name).Says, await JudgedPrograms.Run(programs, name).WaitAsync(Patience));
        }
        catch (TimeoutException)
        {
            Assert.Fail($"{name} blocks its hub:\n{text}");
        }
    }

    private static JudgedProgram Program(string name) => JudgedPrograms.All.Single(p => p.Name == name);
}

using CoroutineDsl.Fuzz;
using CoroutineDsl.Fuzz.Generation;
using Xunit.Abstractions;

namespace CoroutineDsl.Generator.Tests.Oracle;

/// <summary>A slice of the fuzzer with every run of the tests.</summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Programs = 40;

    [Fact]
    public void FreshProgramsPrintTheSameAllWays()
    {
        var options = Options.Parse(["--programs", $"{Programs}"])!;
        output.WriteLine($"seed {options.Seed}");
        var tally = new Tally();
        BatchRunner.RunAll(Enumerable.Range(0, Programs).Chunk(Programs), options, tally);
        Assert.True(tally.IsClean, $"seed {options.Seed}: {tally}");
    }

    [Fact]
    public void TheSameSeedGivesTheSameProgram()
    {
        Assert.Equal(RandomProgram.Write(7, 3), RandomProgram.Write(7, 3));
        Assert.NotEqual(RandomProgram.Write(7, 3), RandomProgram.Write(8, 3));
    }

    [Fact]
    public void ShrinkingKeepsWhatFails()
    {
        var program = Enumerable.Range(0, 100).Select(number => RandomProgram.Write(1, number)).First(text => text.Contains("finally", StringComparison.Ordinal));
        var shrunk = Shrinker.Shrink(program, text => text.Contains("finally", StringComparison.Ordinal));
        Assert.Contains("finally", shrunk);
        Assert.True(shrunk.Length < program.Length / 4, shrunk);
    }
}

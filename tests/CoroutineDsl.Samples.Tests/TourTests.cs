using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Samples.Tests;

/// <summary>Every program of the tour prints what the comment at its end says, and where there is a gevent original, so does that.</summary>
public partial class TourTests
{
    private static readonly string s_sources = Path.Combine(Repository.Root, "samples", "Tour");
    private static readonly string s_program = Repository.Sample("Tour");

    private static readonly string[] s_names = [.. Tour("list").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];

    public static TheoryData<string> Names => [.. s_names];

    [Theory]
    [MemberData(nameof(Names))]
    public void PrintsWhatItsFileSays(string name) => Assert.Equal((0, ExpectedOf(name)), Tour(name));

    [Fact]
    public void AllRunsEveryProgram() => Assert.Equal((0, string.Concat(s_names.Select(name => $"== {name}\n{ExpectedOf(name)}"))), Tour("all"));

    [Fact]
    public void EveryFileIsInTheList()
    {
        var files = Directory.GetFiles(s_sources, "*.cs").Where(file => File.ReadAllText(file).Contains("void Main()", StringComparison.Ordinal)).Select(Path.GetFileName);
        Assert.Equal(files.Order(), s_names.Select(FileOf).Order());
    }

    [Fact]
    public void EveryFileSaysFirstWhatItShows() => Assert.All(s_names, name => Assert.Matches(@"\A// .+\n// (gevent|greenlet|trio|Python|Go|Kotlin): ", SourceOf(name)));

    [Theory]
    [InlineData("no-such-program", "There is no program 'no-such-program'. These there are: spawn-and-join, ")]
    [InlineData("", "usage: Tour list | all | NAME")]
    [InlineData("--verbose", "usage: Tour list | all | NAME")]
    public void SaysWhatItDoesNotUnderstand(string argument, string message)
    {
        var (exitCode, output) = Tour(argument.Length > 0 ? [argument] : []);
        Assert.Equal(2, exitCode);
        Assert.StartsWith(message, output, StringComparison.Ordinal);
    }

    [Fact]
    public void SleepsAreSleptWhereRealTimeIsAskedFor()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal((0, ExpectedOf("events")), Tour("events", "--real-time"));
        Assert.True(watch.Elapsed >= TimeSpan.FromSeconds(3), $"{watch.Elapsed}");
    }

    [GeventFact]
    public async Task GeventPrintsTheSame()
    {
        var originals = Directory.GetFiles(Path.Combine(s_sources, "gevent"), "*.py");
        Assert.NotEmpty(originals);
        // all at once: they mostly sleep
        var outputs = await Task.WhenAll(originals.Select(file => Programs.Run(GeventFactAttribute.Python!, file)));
        Assert.All(originals.Zip(outputs), original =>
        {
            var name = Path.GetFileNameWithoutExtension(original.First);
            // it writes the tracebacks of failed greenlets to standard error, which comes after the rest here
            Assert.StartsWith(ExpectedOf(name), original.Second.Output, StringComparison.Ordinal);
            Assert.Equal(0, original.Second.ExitCode);
        });
    }

    [Fact]
    public async Task PythonPrintsTheSame()
    {
        var originals = Directory.GetFiles(Path.Combine(s_sources, "python"), "*.py");
        Assert.NotEmpty(originals);
        foreach (var original in originals)
        {
            var name = Path.GetFileNameWithoutExtension(original);
            var (exitCode, output) = await Programs.Run("python3", original);
            Assert.StartsWith(ExpectedOf(name), output, StringComparison.Ordinal); // warnings, on standard error, come after the rest here
            Assert.Equal(0, exitCode);
        }
    }

    private static (int ExitCode, string Output) Tour(params string[] arguments) => Programs.Run("dotnet", [s_program, .. arguments]).GetAwaiter().GetResult();

    private static string ExpectedOf(string name)
    {
        var lines = OutputComment().Match(SourceOf(name)).Groups[1].Value;
        Assert.NotEmpty(lines);
        return Regex.Replace(lines, "^// ?", "", RegexOptions.Multiline);
    }

    private static string SourceOf(string name) => File.ReadAllText(Path.Combine(s_sources, FileOf(name))).ReplaceLineEndings("\n");

    private static string FileOf(string name) => string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])) + ".cs";

    [GeneratedRegex(@"^// Output:\n((?://.*\n)+)\z", RegexOptions.Multiline)]
    private static partial Regex OutputComment();
}

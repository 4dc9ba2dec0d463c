using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class JobJsonContextTests
{
    private const string Jobs = """

        record Point(int X, int Y);
        static partial class Jobs
        {
            [Coroutine, Job] static IEnumerator<Yield<int>> Scalars(long n, string? s, byte[] b, Guid g, bool t, double d, DateTime w, ProcessQueue<Point> q) { yield return 1; }
            [Coroutine, Job] static IEnumerator<Yield<Point>> Move(int by) { yield return new Point(by, by); }
            [Coroutine, Job] static IEnumerator<Yield> List(List<int> list) { yield break; }
        }
        """;

    private const string Context = """

        [System.Text.Json.Serialization.JsonSerializable(typeof(Point))]
        class AppJson;
        """;

    [Theory]
    [InlineData("build_property.PublishAot")]
    [InlineData("build_property.PublishTrimmed")]
    public async Task Natively_compiled_it_asks_for_a_context(string property)
    {
        var messages = await Told("using CoroutineDsl.Jobs;\n" + Jobs, property);
        Assert.Equal(2, messages.Length);
        Assert.StartsWith("The job 'Move' takes or gives a 'Point', which a program that is compiled natively or trimmed cannot serialise", messages[0], StringComparison.Ordinal);
        Assert.EndsWith("write [assembly: JobJsonContext(typeof(..))] with a context that has it", messages[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_the_context_lacks()
    {
        var message = Assert.Single(await Told("using CoroutineDsl.Jobs;\n[assembly: JobJsonContext(typeof(AppJson))]\n" + Context + Jobs, "build_property.PublishAot"));
        Assert.EndsWith("add [JsonSerializable(typeof(List<int>))] to 'AppJson'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "build_property.Other")]
    [InlineData("[assembly: JobSerializer(typeof(object))]", "build_property.PublishAot")]
    public async Task Elsewhere_nothing_is_asked(string attribute, string property) => Assert.Empty(await Told("using CoroutineDsl.Jobs;\n" + attribute + Jobs, property));

    private static async Task<string[]> Told(string code, string property)
    {
        var diagnostics = await Told(TestCompilation.Of(code), property);
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture))];
    }

    internal static async Task<ImmutableArray<Diagnostic>> Told(Compilation compilation, string property = "build_property.PublishAot")
    {
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([], new Properties(property)), null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        return await compilation.WithAnalyzers([new JobJsonContextAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
    }

    private sealed class Properties(string name) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new One(name);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class One(string name) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, out string value)
            {
                value = "true";
                return key == name;
            }
        }
    }
}

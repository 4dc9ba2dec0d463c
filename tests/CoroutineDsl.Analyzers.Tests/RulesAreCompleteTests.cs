using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Each rule has its page, its release entry, its tests and its fix, all of one stem.</summary>
public class RulesAreCompleteTests
{
    public static TheoryData<Type> Analyzers => [.. Concrete<CoroutineAnalyzer>(typeof(CoroutineAnalyzer))];

    public static TheoryData<Type> Fixes => [.. Concrete<CodeFixProvider>(typeof(CoroutineFix))];

    [Fact]
    public void The_rules_are_numbered() => Assert.Equal(
        Enumerable.Range(1, 26).Except([19]).Select(n => $"CORO{n:000}"),
        Concrete<CoroutineAnalyzer>(typeof(CoroutineAnalyzer)).Select(type => Descriptor(type).Id).OrderBy(id => id, StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Analyzers))]
    public void A_rule_has_a_page_with_its_sections(Type analyzer)
    {
        var descriptor = Descriptor(analyzer);
        Assert.Equal($"https://github.com/coroutinedsl/coroutinedsl/blob/main/docs/rules/{descriptor.Id}.md", descriptor.HelpLinkUri);
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", $"{descriptor.Id}.md"));
        Assert.StartsWith($"# {descriptor.Id}: ", page, StringComparison.Ordinal);
        foreach (var section in new[] { "Cause", "Example", "Fix", "When to suppress" }) Assert.Contains($"\n## {section}\n", page, StringComparison.Ordinal);
        Assert.Contains($"Default severity: {descriptor.DefaultSeverity.ToString().ToLowerInvariant()}", page, StringComparison.Ordinal);
        var index = File.ReadAllText(Path.Combine(Repository.Root, "docs", "rules", "README.md"));
        Assert.Contains($"\n| [{descriptor.Id}]({descriptor.Id}.md) | ", index, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Analyzers))]
    public void A_rule_has_a_release_entry(Type analyzer)
    {
        var descriptor = Descriptor(analyzer);
        var folder = Path.Combine(Repository.Root, "analyzers", "CoroutineDsl.Analyzers");
        var entries = File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Shipped.md")) + File.ReadAllText(Path.Combine(folder, "AnalyzerReleases.Unshipped.md"));
        Assert.Matches(new Regex($@"^{descriptor.Id} \| CoroutineDsl \| {descriptor.DefaultSeverity} \| {analyzer.Name}, ", RegexOptions.Multiline), entries);
    }

    [Theory]
    [MemberData(nameof(Analyzers))]
    public void A_rule_can_be_configured(Type analyzer)
    {
        var descriptor = Descriptor(analyzer);
        Assert.Equal("CoroutineDsl", descriptor.Category);
        Assert.True(descriptor.IsEnabledByDefault);
        Assert.DoesNotContain(WellKnownDiagnosticTags.NotConfigurable, descriptor.CustomTags);
    }

    [Theory]
    [MemberData(nameof(Analyzers))]
    public void A_rule_has_tests_and_a_fix_of_its_stem(Type analyzer)
    {
        var stem = analyzer.Name[..^"Analyzer".Length];
        Assert.NotNull(Assembly.GetExecutingAssembly().GetType($"CoroutineDsl.Analyzers.Tests.{stem}Tests"));
        if (Descriptor(analyzer).Id == "CORO003") return; // what to write instead depends on what was meant
        Assert.NotNull(typeof(CoroutineFix).Assembly.GetType($"CoroutineDsl.Analyzers.{stem}Fix"));
    }

    [Theory]
    [MemberData(nameof(Fixes))]
    public void A_fix_is_exported_and_fixes_all(Type type)
    {
        var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
        Assert.NotNull(fix.GetFixAllProvider());
        Assert.NotEmpty(fix.FixableDiagnosticIds);
        Assert.Equal(type.Name, type.GetCustomAttribute<ExportCodeFixProviderAttribute>()?.Name);
    }

    private static IEnumerable<Type> Concrete<T>(Type from) =>
        from.Assembly.GetTypes().Where(t => typeof(T).IsAssignableFrom(t) && !t.IsAbstract && !typeof(DiagnosticSuppressor).IsAssignableFrom(t));

    /// <summary>A rule is one thing to a user, also where it has a second message for what is known only when the whole project has been seen.</summary>
    private static DiagnosticDescriptor Descriptor(Type analyzer)
    {
        var all = ((DiagnosticAnalyzer)Activator.CreateInstance(analyzer)!).SupportedDiagnostics;
        Assert.Single(all.Select(d => (d.Id, d.Category, d.DefaultSeverity, d.IsEnabledByDefault, d.HelpLinkUri)).Distinct());
        return Assert.Single(all, d => !d.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd) || all.Length == 1);
    }
}

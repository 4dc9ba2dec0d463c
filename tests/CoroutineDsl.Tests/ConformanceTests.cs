using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Tests;

/// <summary>The table of conformance says what the tests' traits say.</summary>
public sealed partial class ConformanceTests
{
    [Fact]
    public void The_table_and_the_traits_agree()
    {
        var named = TableRows().Matches(File.ReadAllText(TablePath())).SelectMany(
            row => TestNames().Matches(row.Groups[2].Value).Select(test => (Row: row.Groups[1].Value, Test: test.Groups[1].Value))).ToHashSet();
        var tests = typeof(ConformanceTests).Assembly.GetTypes().SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)).ToLookup(method => $"{method.DeclaringType!.Name}.{method.Name}");
        var traits = tests.SelectMany(group => group.SelectMany(RowsOf).Select(row => (Row: row, Test: group.Key))).ToHashSet();
        Assert.Empty(traits.Except(named).Order());
        Assert.Empty(named.Select(entry => entry.Test).Where(test => !tests.Contains(test)).Order());
    }

    private static IEnumerable<string> RowsOf(MethodInfo method) =>
        method.GetCustomAttributesData().Where(data => data.AttributeType == typeof(TraitAttribute) && (string)data.ConstructorArguments[0].Value! == "Row").Select(data => (string)data.ConstructorArguments[1].Value!);

    private static string TablePath() => Path.Combine(Repository.Root, "docs", "gevent-conformance.md");

    [GeneratedRegex(@"^\| (\d+) \|(.*)\|$", RegexOptions.Multiline)]
    private static partial Regex TableRows();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestNames();
}

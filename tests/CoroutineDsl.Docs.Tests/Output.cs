using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>Compares what a program printed with what a document shows, where <c>...</c> stands for anything: in a line, or for any number of lines.</summary>
internal static class Output
{
    public static void AssertMatches(string expected, string actual, string where)
    {
        var pattern = string.Concat(expected.TrimEnd('\n').Split('\n').Select(line => line.Trim() == "..." ? @"(?:[^\n]*\n)*" : Regex.Escape(line.TrimEnd()).Replace(@"\.\.\.", "[^\n]*", StringComparison.Ordinal) + @"[ ]*\n"));
        var text = actual.TrimEnd('\n') + "\n";
        Assert.True(Regex.IsMatch(text, $@"\A{pattern}\z"), $"{where} shows\n{expected}\nand it prints\n{actual}");
    }
}

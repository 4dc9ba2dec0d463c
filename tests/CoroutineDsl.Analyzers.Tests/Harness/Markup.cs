using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Source with expectations in it: <c>[|code|]</c> is where a diagnostic must be, <c>{|ID:code|}</c> where one of that id.</summary>
internal sealed partial record Markup(string Code, IReadOnlyList<Mark> Expected)
{
    internal static Markup Parse(string text)
    {
        var code = new StringBuilder();
        var expected = new List<Mark>();
        var open = new Stack<(int Start, string? Id)>();
        var position = 0;
        foreach (Match bracket in Bracket().Matches(text))
        {
            code.Append(text, position, bracket.Index - position);
            position = bracket.Index + bracket.Length;
            if (bracket.Value is "|]" or "|}")
            {
                if (open.Count == 0) code.Append(bracket.Value);
                else
                {
                    var (start, id) = open.Pop();
                    expected.Add(new(TextSpan.FromBounds(start, code.Length), id));
                }
            }
            else open.Push((code.Length, bracket.Groups["id"] is { Success: true, Value: var named } ? named : null));
        }
        code.Append(text, position, text.Length - position);
        return new(code.ToString(), [.. expected.OrderBy(mark => mark.Span.Start).ThenBy(mark => mark.Span.Length).ThenBy(mark => mark.Id, StringComparer.Ordinal)]);
    }

    [GeneratedRegex(@"\[\||\|\]|\{\|(?<id>[A-Z]+\d+):|\|\}")]
    private static partial Regex Bracket();
}

/// <summary>Where a diagnostic must be, and which; null for that of the rule under test.</summary>
internal sealed record Mark(TextSpan Span, string? Id);

using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Source with expectations in it: <c>[|code|]</c> is where a diagnostic must be.</summary>
internal sealed record Markup(string Code, IReadOnlyList<TextSpan> Expected)
{
    internal static Markup Parse(string text)
    {
        var code = new StringBuilder();
        var expected = new List<TextSpan>();
        var open = new Stack<int>();
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            if (rest.StartsWith("[|"))
            {
                open.Push(code.Length);
                i++;
            }
            else if (open.Count > 0 && rest.StartsWith("|]"))
            {
                expected.Add(TextSpan.FromBounds(open.Pop(), code.Length));
                i++;
            }
            else code.Append(text[i]);
        }
        return new(code.ToString(), [.. expected.OrderBy(span => span.Start).ThenBy(span => span.Length)]);
    }
}

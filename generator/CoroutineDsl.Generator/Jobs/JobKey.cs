using System.Text;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>The key of <c>[Job(Unique = "{url}")]</c>: text, with parameters in braces.</summary>
internal static class JobKey
{
    /// <summary>The name in braces that is no parameter; null where there is none.</summary>
    public static string? UnknownName(IMethodSymbol method) =>
        Parts(method).FirstOrDefault(part => part.IsName && !method.Parameters.Any(parameter => parameter.Name == part.Text)).Text;

    /// <summary>The member that gives the key; empty where each call is its own.</summary>
    public static string Member(IMethodSymbol method)
    {
        if (TemplateOf(method) is null) return "";
        var text = new StringBuilder();
        foreach (var (part, isName) in Parts(method))
        {
            if (isName) text.Append('{').Append(TypeText.Identifier(part)).Append('}');
            else text.Append(Escaped(part).Replace("{", "{{").Replace("}", "}}"));
        }

        return $"\n\n        public override string? UniqueKey => global::System.FormattableString.Invariant($\"{text}\");";
    }

    private static string Escaped(string text)
    {
        var quoted = SymbolDisplay.FormatLiteral(text, quote: true);
        return quoted.Substring(1, quoted.Length - 2);
    }

    private static string? TemplateOf(IMethodSymbol method) => JobRules.Argument(method, "Unique").Value as string;

    private static IEnumerable<(string Text, bool IsName)> Parts(IMethodSymbol method)
    {
        var template = TemplateOf(method) ?? "";
        var place = 0;
        while (place < template.Length)
        {
            var open = template.IndexOf('{', place);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
            {
                yield return (template.Substring(place), false);
                yield break;
            }

            if (open > place) yield return (template.Substring(place, open - place), false);
            yield return (template.Substring(open + 1, close - open - 1), true);
            place = close + 1;
        }
    }
}

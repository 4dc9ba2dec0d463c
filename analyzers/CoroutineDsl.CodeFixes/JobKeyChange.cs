using CoroutineDsl.Generator.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>Writes a parameter where the key names what is none. One change for each parameter that the key does not name yet.</summary>
internal static class JobKeyChange
{
    internal static IEnumerable<Change> Of(FixSite site, MethodDeclarationSyntax declaration, IMethodSymbol method, string key)
    {
        var unknown = "{" + JobKey.UnknownName(method) + "}";
        var text = declaration.AttributeLists.SelectMany(list => list.Attributes).SelectMany(attribute => attribute.ArgumentList?.Arguments ?? [])
            .Where(argument => argument.NameEquals?.Name.Identifier.ValueText == "Unique").Select(argument => argument.Expression).OfType<LiteralExpressionSyntax>().FirstOrDefault();
        if (text?.Token.Value is not string template) yield break;
        foreach (var parameter in method.Parameters.Where(parameter => !template.Contains("{" + parameter.Name + "}")))
        {
            var wanted = template.Replace(unknown, "{" + parameter.Name + "}");
            yield return new(
                $"Write '{{{parameter.Name}}}'", key + parameter.Name,
                editor => editor.ReplaceNode(text, (node, _) => LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(wanted)).WithTriviaFrom(node)));
        }
    }
}

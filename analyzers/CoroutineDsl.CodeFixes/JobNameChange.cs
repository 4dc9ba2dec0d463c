using CoroutineDsl.Generator.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>Gives all overloads but the first a name that says their parameters too: <c>[Job(Name = "C.Count(int)")]</c>.</summary>
internal static class JobNameChange
{
    internal static IEnumerable<Change> Of(FixSite site, IMethodSymbol method, string key)
    {
        var attributes = new List<(AttributeSyntax Attribute, string Name)>();
        foreach (var other in method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Where(other => JobRules.AttributeOf(other) is not null).Skip(1))
        {
            if (JobRules.NameOf(other) != JobRules.NameOf(method) || JobRules.AttributeOf(other)!.ApplicationSyntaxReference is not { } reference) continue;
            if (reference.SyntaxTree != site.Node.SyntaxTree || reference.GetSyntax(site.Token) is not AttributeSyntax attribute) continue;
            attributes.Add((attribute, $"{JobRules.NameOf(other)}({string.Join(", ", other.Parameters.Select(parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)))})"));
        }

        if (attributes.Count == 0) yield break;
        yield return new("Give each overload a name", key, editor =>
        {
            foreach (var (attribute, name) in attributes) editor.ReplaceNode(attribute, (node, _) => WithName((AttributeSyntax)node, name));
        });
    }

    private static AttributeSyntax WithName(AttributeSyntax attribute, string name)
    {
        var value = LiteralExpression(SyntaxKind.StringLiteralExpression, Literal(name));
        var arguments = attribute.ArgumentList ?? AttributeArgumentList();
        if (arguments.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == "Name") is { } given)
            return attribute.ReplaceNode(given, given.WithExpression(value));
        var named = AttributeArgument(value).WithNameEquals(NameEquals(IdentifierName("Name"))).NormalizeWhitespace();
        var all = arguments.Arguments.Insert(0, named);
        if (all.Count > 1) all = SeparatedList(all, [Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), .. all.GetSeparators().Skip(1)]);
        return attribute.WithArgumentList(arguments.WithArguments(all));
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>Adds a using directive where extension methods of a namespace are called and it is not imported.</summary>
internal static class Usings
{
    internal static void Ensure(DocumentEditor editor, Place site, string name)
    {
        if (site.Node.SyntaxTree.GetRoot(site.Token) is not CompilationUnitSyntax file || IsImported(site, name)) return;
        editor.ReplaceNode(file, (current, _) =>
        {
            var unit = (CompilationUnitSyntax)current;
            if (unit.Usings.Any(u => u.StaticKeyword.RawKind == 0 && u.Name?.ToString() == name && u.Alias is null)) return unit;
            var directive = UsingDirective(ParseName(name)).NormalizeWhitespace().WithTrailingTrivia(ElasticLineFeed);
            if (unit.Usings.Count > 0) return unit.WithUsings(unit.Usings.Insert(Position(unit.Usings, name), directive));
            // the first directive takes over what stands at the head of the file
            return unit.WithoutLeadingTrivia().AddUsings(directive.WithLeadingTrivia(unit.GetLeadingTrivia()));
        });
    }

    /// <summary>After the plain directives that come before it in the alphabet, but not in front of the first, which may carry the head of the file.</summary>
    private static int Position(SyntaxList<UsingDirectiveSyntax> usings, string name)
    {
        var position = 1;
        for (var i = 0; i < usings.Count; i++)
            if (usings[i] is { Alias: null, StaticKeyword.RawKind: 0, Name: { } other } && string.CompareOrdinal(other.ToString(), name) < 0) position = i + 1;
        return position;
    }

    private static bool IsImported(Place site, string name)
    {
        var scopes = site.Model.GetImportScopes(site.Node.SpanStart, site.Token);
        if (scopes.Any(scope => scope.Imports.Any(import => import.NamespaceOrType is INamespaceSymbol space && space.ToDisplayString() == name))) return true;
        for (var space = site.Model.GetEnclosingSymbol(site.Node.SpanStart, site.Token)?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space.ToDisplayString() == name) return true;
        return false;
    }
}

using CoroutineDsl.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Reads what surrounds a member in its file.</summary>
internal static class ScopeParser
{
    public static EnclosingScope Parse(SyntaxNode member)
    {
        var file = (CompilationUnitSyntax)member.SyntaxTree.GetRoot();
        var namespaces = member.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse()
            .Select(n => new NamespaceScope(SyntaxText.Of(n.Name), Directives(n.Externs), Directives(n.Usings)));
        // an extension block has no name, and its members go beside it
        var types = member.Ancestors().OfType<TypeDeclarationSyntax>().Where(t => t.Identifier.RawKind != 0 && t.Identifier.ValueText.Length > 0).Reverse().Select(Header);
        // global using directives reach the generated file by themselves
        var usings = file.Usings.Where(u => u.GlobalKeyword.IsKind(SyntaxKind.None));
        return new EnclosingScope(Directives(file.Externs), Directives(usings), namespaces.ToEquatableArray(), types.ToEquatableArray());
    }

    private static EquatableArray<string> Directives(IEnumerable<SyntaxNode> directives) => directives.Select(SyntaxText.Of).ToEquatableArray();

    private static string Header(TypeDeclarationSyntax type)
    {
        var isUnsafe = type.Modifiers.Any(SyntaxKind.UnsafeKeyword) ? "unsafe " : "";
        var recordKind = type is RecordDeclarationSyntax { ClassOrStructKeyword: { RawKind: not 0 } kind } ? " " + kind.Text : "";
        // attributes of type parameters stay on the user's part; variance must be repeated
        var parameters = type.TypeParameterList is { } list
            ? $"<{string.Join(", ", list.Parameters.Select(p => (p.VarianceKeyword.Text + " " + p.Identifier.Text).Trim()))}>"
            : "";
        return $"{isUnsafe}partial {type.Keyword.Text}{recordKind} {type.Identifier.Text}{parameters}";
    }
}

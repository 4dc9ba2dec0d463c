using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Reads what surrounds a member in its file.</summary>
internal static class ScopeParser
{
    // all coroutines of a file have the same
    private static readonly ConditionalWeakTable<SyntaxTree, object> FileUsings = new();

    /// <param name="model">Null where only the types around are asked for.</param>
    public static EnclosingScope Parse(SyntaxNode member, SemanticModel? model)
    {
        var file = (CompilationUnitSyntax)member.SyntaxTree.GetRoot();
        var hasFileTypes = model is not null && FileLocalTypes.AreIn(file);
        var namespaces = member.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Reverse()
            .Select(n => new NamespaceScope(SyntaxText.Of(n.Name), Directives(n.Externs), Usings(n.Usings)));
        // an extension block has no name, and its members go beside it
        var types = member.Ancestors().OfType<TypeDeclarationSyntax>().Where(t => t.Identifier.RawKind != 0 && t.Identifier.ValueText.Length > 0).Reverse().Select(Header);
        var usings = hasFileTypes ? Usings(Written(file)) : (EquatableArray<string>)FileUsings.GetValue(member.SyntaxTree, _ => Directives(Written(file)));
        return new EnclosingScope(PreprocessorSymbols(file), Directives(file.Externs), usings, namespaces.ToEquatableArray(), types.ToEquatableArray());

        // what names a type that is local to the file means nothing in another, and nothing that is lowered needs it
        EquatableArray<string> Usings(IEnumerable<UsingDirectiveSyntax> directives) =>
            Directives(hasFileTypes ? directives.Where(u => !FileLocalTypes.IsIn(model!.GetSymbolInfo(u.NamespaceOrType).Symbol)) : directives);
    }

    // global using directives reach the generated file by themselves
    private static IEnumerable<UsingDirectiveSyntax> Written(CompilationUnitSyntax file) => file.Usings.Where(u => u.GlobalKeyword.IsKind(SyntaxKind.None));

    private static EquatableArray<string> Directives(IEnumerable<SyntaxNode> directives) => directives.Select(SyntaxText.Of).ToEquatableArray();

    /// <summary>They stand before everything else in a file.</summary>
    private static EquatableArray<string> PreprocessorSymbols(CompilationUnitSyntax file)
    {
        var trivia = file.GetFirstToken(includeZeroWidth: true).LeadingTrivia;
        if (!trivia.Any(t => t.IsKind(SyntaxKind.DefineDirectiveTrivia) || t.IsKind(SyntaxKind.UndefDirectiveTrivia)))
            return [];
        return trivia.Select(t => t.GetStructure()).OfType<DirectiveTriviaSyntax>().Where(d => d.IsActive).Select(d => d switch
        {
            DefineDirectiveTriviaSyntax define => $"#define {define.Name.Text}",
            UndefDirectiveTriviaSyntax undefine => $"#undef {undefine.Name.Text}",
            _ => null,
        }).OfType<string>().ToEquatableArray();
    }

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

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Types and names as C# text that means the same anywhere in the compilation.</summary>
internal static class TypeText
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The fully qualified type with its nullable annotations and tuple names.</summary>
    public static string Of(ITypeSymbol type) => type.ToDisplayString(Full);

    /// <summary>The namespace, from the root.</summary>
    public static string Of(INamespaceSymbol space) => space.IsGlobalNamespace ? "global::" : space.ToDisplayString(Full);

    /// <summary>The identifier as it is written: escaped where it is a keyword. Every name that is put into generated code goes through here.</summary>
    public static string Identifier(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Types with the modifier <c>file</c>: no other file can name them, a generated one neither.</summary>
internal static class FileLocalTypes
{
    /// <summary>Whether a file declares any.</summary>
    public static bool AreIn(CompilationUnitSyntax file) => file.DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .Any(static node => node is MemberDeclarationSyntax member && member.Modifiers.Any(SyntaxKind.FileKeyword));

    /// <summary>Whether a symbol is one, is a member of one, or is made of one.</summary>
    public static bool IsIn(ISymbol? symbol) => symbol switch
    {
        null => false,
        IAliasSymbol alias => IsIn(alias.Target),
        INamedTypeSymbol type => type.IsFileLocal || type.TypeArguments.Any(IsIn) || IsIn(type.ContainingType),
        IArrayTypeSymbol array => IsIn(array.ElementType),
        IPointerTypeSymbol pointer => IsIn(pointer.PointedAtType),
        IMethodSymbol method => IsIn(method.ContainingType) || method.TypeArguments.Any(IsIn),
        IPropertySymbol or IFieldSymbol or IEventSymbol => IsIn(symbol.ContainingType),
        ILocalSymbol local => IsIn(local.Type),
        _ => false,
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>Where the body of a nested function begins: lambdas, local functions, and the clauses of a query.</summary>
internal static class Functions
{
    public static bool Is(SyntaxNode node) => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    /// <summary>Whether <paramref name="node"/> runs in a function nested in <paramref name="root"/>, and so perhaps later.</summary>
    public static bool IsNested(SyntaxNode node, SyntaxNode root)
    {
        for (var current = node; current != root && current.Parent is { } parent; current = parent)
            if (Is(parent) || IsDeferredClause(current, parent))
                return true;
        return false;
    }

    /// <summary>The nodes that the method itself runs, without those of nested functions.</summary>
    public static IEnumerable<SyntaxNode> OwnNodes(SyntaxNode root) =>
        root.DescendantNodesAndSelf(node => node == root || !Is(node) && node is not QueryBodySyntax).Where(node => node is not QueryBodySyntax);

    /// <summary>All of a query is made of lambdas, except the source of its first clause.</summary>
    private static bool IsDeferredClause(SyntaxNode node, SyntaxNode parent) => parent is QueryBodySyntax || node is QueryBodySyntax;
}

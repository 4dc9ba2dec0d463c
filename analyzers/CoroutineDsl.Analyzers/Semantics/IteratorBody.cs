using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>Questions about an iterator's body that syntax answers.</summary>
internal static class IteratorBody
{
    /// <summary>All nodes of a method or a statement, without those of nested lambdas and local functions.</summary>
    internal static IEnumerable<SyntaxNode> InFunction(SyntaxNode root) =>
        root.DescendantNodes(node => node == root || node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    internal static bool IsFunction(SyntaxNode node) => node is MemberDeclarationSyntax or AccessorDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax;

    internal static bool Yields(SyntaxNode method) => InFunction(method).Any(node => node is YieldStatementSyntax);

    /// <summary>Why C# does not let a <c>yield return</c> stand here; null where it does.</summary>
    internal static string? ForbidsYieldReturn(SyntaxNode statement)
    {
        for (SyntaxNode inner = statement, outer = statement.Parent!; ; inner = outer, outer = outer.Parent!)
        {
            switch (outer)
            {
                case CatchClauseSyntax:
                    return "in a catch clause";
                case FinallyClauseSyntax:
                    return "in a finally clause";
                case TryStatementSyntax { Catches.Count: > 0 } guarded when inner == guarded.Block:
                    return "in a try block with a catch clause";
                case null or MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax:
                    return null;
            }
        }
    }

    /// <summary>Whether a statement stands in a finally clause of its function, which nothing may leave.</summary>
    internal static bool IsInFinally(SyntaxNode statement) =>
        statement.Ancestors().TakeWhile(node => node is not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node is FinallyClauseSyntax);
}

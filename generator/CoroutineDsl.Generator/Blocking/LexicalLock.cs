using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// Places where nothing is patched: the body of a <c>lock</c>, whose monitor a parked thread would keep from the thread that runs the hub, and exception filters, which run in the midst of a throw.
/// </summary>
internal static class LexicalLock
{
    public static bool Contains(SyntaxNode node)
    {
        for (var inner = node; inner.Parent is { } outer && outer is not MemberDeclarationSyntax; inner = outer)
        {
            if (outer is CatchFilterClauseSyntax || (outer is LockStatementSyntax statement && inner == statement.Statement)) return true;
        }

        return false;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// Places where nothing is patched: what runs under a lock of a thread, which a parked thread would keep from the one that runs the hub (the body of a <c>lock</c>, the scope of a <c>System.Threading.Lock</c>, a
/// synchronized method), and exception filters, which run in the midst of a throw.
/// </summary>
internal static class LexicalLock
{
    public static bool Contains(SyntaxNode node)
    {
        for (var inner = node; inner.Parent is { } outer; inner = outer)
        {
            if (outer is CatchFilterClauseSyntax || Locks(outer, inner)) return true;
            if (outer is MemberDeclarationSyntax member) return IsSynchronized(member.AttributeLists);
        }

        return false;
    }

    private static bool Locks(SyntaxNode outer, SyntaxNode inner) => outer switch
    {
        LockStatementSyntax statement => inner == statement.Statement,
        UsingStatementSyntax { Expression: { } resource } statement when inner == statement.Statement => EntersScope(resource),
        UsingStatementSyntax { Declaration: { } declaration } statement when inner == statement.Statement => EntersScope(declaration),
        BlockSyntax block => block.Statements.TakeWhile(statement => statement != inner).Any(statement => statement is LocalDeclarationStatementSyntax { Declaration: var declaration } local && local.UsingKeyword.IsKind(SyntaxKind.UsingKeyword) && EntersScope(declaration)),
        AccessorDeclarationSyntax accessor => IsSynchronized(accessor.AttributeLists),
        LocalFunctionStatementSyntax function => IsSynchronized(function.AttributeLists),
        _ => false,
    };

    private static bool EntersScope(VariableDeclarationSyntax declaration) => declaration.Variables.Any(variable => variable.Initializer is { Value: var value } && EntersScope(value));

    private static bool EntersScope(ExpressionSyntax resource) =>
        resource is InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "EnterScope" } };

    private static bool IsSynchronized(SyntaxList<AttributeListSyntax> attributes) =>
        attributes.SelectMany(list => list.Attributes).Any(attribute => attribute.ArgumentList is { } arguments && arguments.DescendantTokens().Any(token => token.ValueText == "Synchronized"));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>The innermost function around a node.</summary>
internal static class EnclosingFunction
{
    internal static IMethodSymbol? Of(SyntaxNode node, SemanticModel model, CancellationToken token)
    {
        var function = node.Ancestors().FirstOrDefault(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax);
        return function switch
        {
            null => null,
            AnonymousFunctionExpressionSyntax => model.GetSymbolInfo(function, token).Symbol as IMethodSymbol,
            _ => model.GetDeclaredSymbol(function, token) as IMethodSymbol,
        };
    }
}

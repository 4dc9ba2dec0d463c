using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Code that is data: the compiler would intercept calls in it, and the tree would then describe another call.</summary>
internal static class ExpressionTrees
{
    public static bool Contain(SyntaxNode node, SemanticModel model, CancellationToken cancel) => node.Ancestors().Any(ancestor => ancestor switch
    {
        AnonymousFunctionExpressionSyntax function => IsExpression(model.GetTypeInfo(function, cancel).ConvertedType),
        QueryClauseSyntax clause => TakesExpression(model.GetQueryClauseInfo(clause, cancel).OperationInfo.Symbol),
        SelectOrGroupClauseSyntax select => TakesExpression(model.GetSymbolInfo(select, cancel).Symbol),
        OrderingSyntax ordering => TakesExpression(model.GetSymbolInfo(ordering, cancel).Symbol),
        _ => false,
    });

    private static bool TakesExpression(ISymbol? symbol) => symbol is IMethodSymbol method && method.Parameters.Any(p => IsExpression(p.Type));

    private static bool IsExpression(ITypeSymbol? type) =>
        type is { Name: "Expression", ContainingNamespace: { Name: "Expressions", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>
/// The short list of what is seldom met in coroutines. A body with any of it is bound once more as it was generated, before it is given out; all others, nearly all, cost nothing.
/// </summary>
internal static class Unusual
{
    public static bool Is(SyntaxNode node) => (SyntaxKind)node.RawKind switch
    {
        SyntaxKind.QueryExpression or SyntaxKind.GotoStatement or SyntaxKind.GotoCaseStatement or SyntaxKind.GotoDefaultStatement or SyntaxKind.LabeledStatement
            or SyntaxKind.RefType or SyntaxKind.RefExpression or SyntaxKind.StackAllocArrayCreationExpression or SyntaxKind.ImplicitStackAllocArrayCreationExpression
            or SyntaxKind.UnsafeStatement or SyntaxKind.FixedStatement or SyntaxKind.PointerType or SyntaxKind.FunctionPointerType or SyntaxKind.AddressOfExpression
            or SyntaxKind.LocalFunctionStatement or SyntaxKind.WithExpression or SyntaxKind.SpreadElement or SyntaxKind.ListPattern or SyntaxKind.SlicePattern
            or SyntaxKind.CheckedExpression or SyntaxKind.UncheckedExpression or SyntaxKind.CheckedStatement or SyntaxKind.UncheckedStatement
            or SyntaxKind.UnsignedRightShiftAssignmentExpression or SyntaxKind.ParenthesizedVariableDesignation => true,
        SyntaxKind.IdentifierName => ((IdentifierNameSyntax)node).Identifier.Text[0] == '@',
        _ => false,
    };

    /// <summary>What is seldom met around a wait.</summary>
    public static bool IsAroundWait(SyntaxNode node) => (SyntaxKind)node.RawKind is SyntaxKind.TupleExpression or SyntaxKind.ConditionalAccessExpression or SyntaxKind.CollectionExpression
        or SyntaxKind.RangeExpression or SyntaxKind.IndexExpression or SyntaxKind.ImplicitElementAccess or SyntaxKind.ForEachVariableStatement or SyntaxKind.SwitchExpression
        or SyntaxKind.LeftShiftAssignmentExpression or SyntaxKind.ObjectInitializerExpression or SyntaxKind.InterpolatedStringExpression or SyntaxKind.IsPatternExpression;

    /// <summary>A wait that gives nothing, in the place of a value.</summary>
    public static bool IsValueOfNothing(SyntaxNode node, LoweringContext context) =>
        context.Suspensions.Await(node) is { Result: null } && node.Parent is EqualsValueClauseSyntax or AssignmentExpressionSyntax or ArgumentSyntax or BinaryExpressionSyntax or MemberAccessExpressionSyntax or YieldStatementSyntax or InterpolationSyntax;

    public static bool Is(IMethodSymbol method) =>
        method.ContainingType.IsExtension || method.PartialDefinitionPart is not null || method.PartialImplementationPart is not null || !method.ExplicitInterfaceImplementations.IsEmpty
        || method.GetAttributes().Length > 1 || method.ContainingType.TypeKind is TypeKind.Interface or TypeKind.Struct || method.TypeParameters.Any(p => p.AllowsRefLikeType);
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>Writes the wait for an expression.</summary>
internal static class AwaitSyntax
{
    /// <summary><c>x</c> -> <c>x.Await()</c>, with parentheses where they are needed; <c>x?.M()</c> -> <c>x?.M().Await()</c>.</summary>
    public static ExpressionSyntax Await(ExpressionSyntax waitable)
    {
        var bare = waitable.WithoutTrivia();
        ExpressionSyntax awaited = bare is ConditionalAccessExpressionSyntax access
            ? access.WithWhenNotNull(Await(access.WhenNotNull))
            : Call(bare, "Await");
        return awaited.WithTriviaFrom(waitable);
    }

    /// <summary><c>x.Name(arguments)</c></summary>
    public static InvocationExpressionSyntax Call(ExpressionSyntax receiver, string name, params ArgumentSyntax[] arguments) =>
        InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Primary(receiver), IdentifierName(name)), ArgumentList(SeparatedList(arguments)));

    /// <summary>The expression in a form that a member can be taken of.</summary>
    public static ExpressionSyntax Primary(ExpressionSyntax expression) =>
        expression is CastExpressionSyntax or BinaryExpressionSyntax or ConditionalExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax
            or SwitchExpressionSyntax or PrefixUnaryExpressionSyntax or LambdaExpressionSyntax or RangeExpressionSyntax or WithExpressionSyntax or ConditionalAccessExpressionSyntax
            ? ParenthesizedExpression(expression)
            : expression;
}

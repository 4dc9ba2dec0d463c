using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>The few pieces of text that fixes write.</summary>
internal static class Syntax
{
    internal static ExpressionSyntax Await(ExpressionSyntax waitable) => AwaitSyntax.Await(waitable);

    internal static YieldStatementSyntax YieldReturn(ExpressionSyntax value) => YieldStatement(
        SyntaxKind.YieldReturnStatement,
        Token(SyntaxKind.YieldKeyword).WithTrailingTrivia(Space),
        Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space),
        value,
        Token(SyntaxKind.SemicolonToken));

    internal static YieldStatementSyntax YieldBreak() => YieldStatement(
        SyntaxKind.YieldBreakStatement,
        Token(SyntaxKind.YieldKeyword).WithTrailingTrivia(Space),
        Token(SyntaxKind.BreakKeyword),
        null!,
        Token(SyntaxKind.SemicolonToken));

    /// <summary>A static member of the runtime: by its simple name where that binds to it, else through its type.</summary>
    internal static ExpressionSyntax StaticMember(Place site, string type, string member)
    {
        var owner = site.Coroutines.Find("CoroutineDsl." + type);
        var isInScope = site.Model.LookupSymbols(site.Node.SpanStart, name: member) is { Length: > 0 } found
            && found.All(symbol => CoroutineContext.Same(symbol.ContainingType, owner));
        return isInScope
            ? IdentifierName(member)
            : MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, TypeName(site, owner, type), IdentifierName(member));
    }

    /// <summary><c>C.M</c> -> <c>C.M&lt;T&gt;</c>.</summary>
    internal static ExpressionSyntax WithTypeArgument(ExpressionSyntax function, ITypeSymbol type, Place site) =>
        WithTypeArgument(function, ParseTypeName(type.ToMinimalDisplayString(site.Model, site.Node.SpanStart)));

    internal static ExpressionSyntax WithTypeArgument(ExpressionSyntax function, TypeSyntax type)
    {
        var argument = TypeArgumentList(SingletonSeparatedList(type));
        return function switch
        {
            MemberAccessExpressionSyntax access => access.WithName(GenericName(access.Name.Identifier, argument)),
            SimpleNameSyntax name => GenericName(name.Identifier.WithoutTrivia(), argument).WithTriviaFrom(name),
            _ => function,
        };
    }

    internal static InvocationExpressionSyntax Call(ExpressionSyntax function, params ExpressionSyntax[] arguments) =>
        InvocationExpression(function, ArgumentList(SeparatedList(arguments.Select(Argument))));

    /// <summary>The method with <c>[Coroutine]</c> above it.</summary>
    internal static MethodDeclarationSyntax Marked(MethodDeclarationSyntax method)
    {
        var name = ParseName("global::CoroutineDsl.CoroutineAttribute").WithAdditionalAnnotations(Simplifier.Annotation);
        var list = AttributeList(SingletonSeparatedList(Attribute(name))).WithLeadingTrivia(method.GetLeadingTrivia()).WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        return method.WithLeadingTrivia(ElasticMarker).WithAttributeLists(method.WithoutLeadingTrivia().AttributeLists.Insert(0, list));
    }

    internal static ExpressionSyntax Primary(ExpressionSyntax expression) => AwaitSyntax.Primary(expression);

    /// <summary>Replaces one statement by several, in a block of their own where the place takes only one.</summary>
    internal static void ReplaceStatement(this DocumentEditor editor, StatementSyntax statement, Func<StatementSyntax, IReadOnlyList<StatementSyntax>> make)
    {
        var several = make(statement);
        if (several.Count == 1)
        {
            editor.ReplaceNode(statement, (current, _) => make((StatementSyntax)current)[0].WithTriviaFrom(current).WithAdditionalAnnotations(Formatter.Annotation));
        }
        else if (statement.Parent is BlockSyntax or SwitchSectionSyntax)
        {
            editor.InsertAfter(statement, several.Skip(1).Select(s => s.WithAdditionalAnnotations(Formatter.Annotation).WithTrailingTrivia(statement.GetTrailingTrivia())));
            editor.ReplaceNode(statement, (current, _) => make((StatementSyntax)current)[0].WithTriviaFrom(current).WithAdditionalAnnotations(Formatter.Annotation));
        }
        else
        {
            editor.ReplaceNode(statement, (current, _) => Block(make((StatementSyntax)current)).WithTriviaFrom(current).WithAdditionalAnnotations(Formatter.Annotation));
        }
    }

    private static ExpressionSyntax TypeName(Place site, INamedTypeSymbol? owner, string type) =>
        owner is null ? IdentifierName(type) : ParseTypeName(owner.ToMinimalDisplayString(site.Model, site.Node.SpanStart));
}

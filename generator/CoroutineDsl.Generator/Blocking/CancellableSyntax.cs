using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>Writes <c>Cancellable(token => call)</c>, as a user would.</summary>
internal static class CancellableSyntax
{
    private const string Method = "Cancellable";

    /// <summary>Whether a call may move into a lambda: it waits for nothing, and uses nothing that lives on the stack.</summary>
    public static bool CanHold(ExpressionSyntax call, SemanticModel model)
    {
        foreach (var node in call.DescendantNodesAndSelf())
        {
            switch (node)
            {
                case AwaitExpressionSyntax or DeclarationExpressionSyntax or SingleVariableDesignationSyntax or StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax:
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 }:
                case BaseExpressionSyntax:
                case MemberBindingExpressionSyntax when !call.Contains(node.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()):
                case InvocationExpressionSyntax invocation when IsAwait(invocation):
                case ThisExpressionSyntax when InStruct(node, model):
                case IdentifierNameSyntax name when !IsCapturable(name, model):
                    return false;
            }
        }
        return true;
    }

    /// <summary>A name for the token that means nothing else there.</summary>
    public static string TokenName(ExpressionSyntax call, SemanticModel model)
    {
        var name = "token";
        for (var number = 2; IsTaken(name, call, model); number++) name = $"token{number}";
        return name;
    }

    /// <summary><c>Cancellable</c>, qualified where it is not in scope.</summary>
    public static ExpressionSyntax Callee(ExpressionSyntax call, SemanticModel model)
    {
        var found = model.LookupSymbols(call.SpanStart, name: Method);
        return found.Length > 0 && found.All(s => s is IMethodSymbol { ContainingType: { Name: "Coroutine", ContainingNamespace.Name: "CoroutineDsl" } })
            ? IdentifierName(Method)
            : MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, CooperativeCall.Name("CoroutineDsl.Coroutine"), IdentifierName(Method));
    }

    public static ExpressionSyntax Write(ExpressionSyntax callee, string token, ExpressionSyntax call) => InvocationExpression(callee, ArgumentList(SingletonSeparatedList(Argument(
        SimpleLambdaExpression(Parameter(Identifier(token)), call).WithArrowToken(Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space))))));

    private static bool IsAwait(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Await" } or MemberBindingExpressionSyntax { Name.Identifier.ValueText: "Await" };

    private static bool IsTaken(string name, ExpressionSyntax call, SemanticModel model) =>
        model.LookupSymbols(call.SpanStart, name: name).Any(s => s is ILocalSymbol or IParameterSymbol or IRangeVariableSymbol)
        || call.DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => n.Identifier.ValueText == name && n.Parent is not (MemberAccessExpressionSyntax or NameColonSyntax));

    private static bool IsCapturable(IdentifierNameSyntax name, SemanticModel model) => model.GetSymbolInfo(name).Symbol switch
    {
        ILocalSymbol local => local.RefKind == RefKind.None && !local.Type.IsRefLikeType,
        IParameterSymbol parameter => parameter.RefKind == RefKind.None && !parameter.Type.IsRefLikeType,
        IFieldSymbol { IsStatic: false } or IPropertySymbol { IsStatic: false } or IMethodSymbol { IsStatic: false } or IEventSymbol { IsStatic: false } =>
            name.Parent is MemberAccessExpressionSyntax access && access.Name == name || name.Parent is MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax || !InStruct(name, model),
        _ => true,
    };

    // a lambda in a struct cannot use 'this'
    private static bool InStruct(SyntaxNode node, SemanticModel model) => model.GetEnclosingSymbol(node.SpanStart)?.ContainingType is { IsValueType: true };
}

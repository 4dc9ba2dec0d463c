using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// The twins of queries, <c>ToListAsync(this IQueryable)</c> for instance, throw where the query is over what is in memory. Such a one is called as it is written.
/// <code>
/// query.ToList()   ->   (SequencePatches.IsInMemory(query, out var query7) ? query7.ToList() : query7.ToListAsync(..).Await())
/// </code>
/// </summary>
internal static class QueryGuard
{
    private const string IsInMemory = "CoroutineDsl.Patching.SequencePatches.IsInMemory";

    /// <summary>Whether a twin is an extension of queries.</summary>
    public static bool IsNeeded(IMethodSymbol twin) =>
        (twin.ReducedFrom ?? twin) is { IsExtensionMethod: true, Parameters: [{ Type: { Name: "IQueryable" or "IOrderedQueryable", ContainingNamespace.Name: "Linq" } }, ..] };

    /// <summary>For an interceptor: the test of the query that it is called on.</summary>
    public static string Test(string query) => $"global::{IsInMemory}({query}, out _)";

    /// <summary>The call of the twin, or the call itself; null where it cannot be written twice: its value is not used, its receiver has no text of its own, its arguments declare something.</summary>
    public static ExpressionSyntax? Write(BlockingCall call, ExpressionSyntax current, Func<ExpressionSyntax, ExpressionSyntax> twin)
    {
        if (call is not { Form: CooperativeForm.Twin, Operation: IInvocationOperation { Parent: not IExpressionStatementOperation } operation } || !IsNeeded(call.Cooperative!) || !TwinArguments.IsExtended(operation)) return null;
        if (current is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } invocation || invocation.ArgumentList.DescendantNodes().Any(n => n is DeclarationExpressionSyntax)) return null;
        var name = $"query{operation.Syntax.Span.End}";
        var same = invocation.WithExpression(access.WithExpression(IdentifierName(name)));
        var test = InvocationExpression(CooperativeCall.Name(IsInMemory), ArgumentList(SeparatedList([Argument(access.Expression.WithoutTrivia()), OutVariable(name)])));
        return ParenthesizedExpression(ConditionalExpression(test, same.WithoutTrivia(), twin(same).WithoutTrivia())).WithTriviaFrom(current);
    }

    private static ArgumentSyntax OutVariable(string name) => ((InvocationExpressionSyntax)ParseExpression($"f(out var {name})")).ArgumentList.Arguments[0];
}

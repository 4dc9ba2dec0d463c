using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// Writes asynchronous sequences where blocking ones stood. A <c>foreach</c> goes through them as they are; elsewhere they are made a stream, whose steps pass the baton.
/// <code>
/// foreach (var row in query)         the fix: query.AsAsyncEnumerable()   the patch: SequencePatches.CoEnumerate(query), which goes through what is in memory as it is written
/// foreach (var key in server.Keys()) server.KeysAsync()
/// var keys = server.Keys();          (IEnumerable&lt;Key>)StreamExtensions.AsStream(server.KeysAsync())
/// </code>
/// </summary>
internal static class SequenceSyntax
{
    public const string Stream = "global::CoroutineDsl.StreamExtensions.AsStream";

    public static ExpressionSyntax Enumerated(ExpressionSyntax current, BlockingCall call, bool isQualified)
    {
        if (isQualified) return Call(CooperativeCall.Name("CoroutineDsl.Patching.SequencePatches.CoEnumerate"), current);
        if (call.Cooperative is { } conversion) return AwaitSyntax.Call(current.WithoutTrivia(), conversion.Name);
        var item = Signatures.AsyncItem((ITypeSymbol)call.Member)!;
        return Cast($"global::System.Collections.Generic.IAsyncEnumerable<{TypeText.Of(item)}>", current);
    }

    public static ExpressionSyntax AsStream(ExpressionSyntax twin, BlockingCall call, bool isQualified)
    {
        var isGoneThrough = call.Operation.Syntax.Parent is CommonForEachStatementSyntax loop && loop.Expression == call.Operation.Syntax;
        if (isGoneThrough && !isQualified) return twin;
        var stream = Call(CooperativeCall.Name(Stream.Substring("global::".Length)), twin);
        return isGoneThrough ? stream : ParenthesizedExpression(Cast(TypeText.Of(((IMethodSymbol)call.Member).ReturnType), stream));
    }

    private static InvocationExpressionSyntax Call(ExpressionSyntax method, ExpressionSyntax argument) => InvocationExpression(method, ArgumentList(SingletonSeparatedList(Argument(argument.WithoutTrivia()))));

    private static CastExpressionSyntax Cast(string type, ExpressionSyntax value) => CastExpression(
        ParseTypeName(type).WithAdditionalAnnotations(new SyntaxAnnotation(CooperativeCall.FullName)),
        value is NameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax ? value.WithoutTrivia() : ParenthesizedExpression(value.WithoutTrivia()));
}

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO007: writes a method group as a lambda, whose call is intercepted, and a call in an expression tree as one of the factory.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UninterceptedCoroutineFix)), Shared]
public sealed class UninterceptedCoroutineFix : CoroutineFix
{
    private const string Lambda = UninterceptedCoroutineAnalyzer.Id + ".Lambda";
    private const string Factory = UninterceptedCoroutineAnalyzer.Id + ".Factory";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [UninterceptedCoroutineAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } expression || site.Model.GetSymbolInfo(expression, site.Token).Symbol is not IMethodSymbol method) yield break;
        if (expression is InvocationExpressionSyntax call)
        {
            if (NameOf(call.Expression) is { } name)
                yield return new($"Call '{method.Name}Coroutine'", Factory, editor => editor.ReplaceNode(name, (current, _) => Renamed((SimpleNameSyntax)current, method.Name + "Coroutine")));
        }
        else
        {
            yield return new("Write a lambda", Lambda, editor => editor.ReplaceNode(expression, (current, _) => AsLambda((ExpressionSyntax)current, method).WithTriviaFrom(current)));
        }
    }

    private static LambdaExpressionSyntax AsLambda(ExpressionSyntax group, IMethodSymbol method)
    {
        var names = method.Parameters.Select(p => Identifier(p.Name)).ToArray();
        var call = Syntax.Call(group.WithoutTrivia(), [.. names.Select(IdentifierName)]);
        LambdaExpressionSyntax lambda = names.Length == 1
            ? SimpleLambdaExpression(Parameter(names[0]), call)
            : ParenthesizedLambdaExpression(ParameterList(SeparatedList(names.Select(Parameter))), call);
        return lambda.NormalizeWhitespace();
    }

    private static SimpleNameSyntax? NameOf(ExpressionSyntax callee) => callee switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        _ => null,
    };

    private static SimpleNameSyntax Renamed(SimpleNameSyntax name, string newName) => name.WithIdentifier(Identifier(newName).WithTriviaFrom(name.Identifier));
}

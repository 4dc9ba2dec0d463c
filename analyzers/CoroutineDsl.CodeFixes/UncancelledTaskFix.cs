using System.Collections.Immutable;
using System.Composition;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO014: gives the call the token of its wait.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UncancelledTaskFix)), Shared]
public sealed class UncancelledTaskFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [UncancelledTaskAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>(node => node.Span == site.Diagnostic.Location.SourceSpan) is not { } call) yield break;
        if (TokenOverload.Of(call, site.Model, site.Token) is not { } argument) yield break;
        var name = CancellableSyntax.TokenName(call, site.Model);
        var callee = Syntax.StaticMember(site, "Coroutine", "Cancellable");
        yield return new("Write 'Cancellable(token => ...)'", UncancelledTaskAnalyzer.Id, editor => editor.ReplaceNode(Configured(call), (current, _) =>
        {
            var given = TokenOverload.CallOf((ExpressionSyntax)current)!;
            var token = argument(Microsoft.CodeAnalysis.CSharp.SyntaxFactory.IdentifierName(name));
            var arguments = given.ArgumentList.Arguments.Count == 0 ? given.ArgumentList.AddArguments(token) : given.ArgumentList.WithArguments(given.ArgumentList.Arguments.Add(token));
            return CancellableSyntax.Write(callee, name, given.WithArgumentList(arguments).WithoutTrivia()).WithTriviaFrom(current).WithAdditionalAnnotations(Formatter.Annotation);
        }));
    }

    /// <summary>The call with its <c>ConfigureAwait</c>, which a suspension has no use for.</summary>
    private static ExpressionSyntax Configured(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        while (true)
        {
            switch (whole.Parent)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    whole = parenthesized;
                    break;
                case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured }:
                    whole = configured;
                    break;
                default:
                    return whole;
            }
        }
    }
}

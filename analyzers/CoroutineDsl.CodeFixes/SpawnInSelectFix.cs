using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO024: <c>xs.Select(i => Spawn(F(i)))</c> to <c>SpawnAll(xs, i => F(i))</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SpawnInSelectFix)), Shared]
public sealed class SpawnInSelectFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [SpawnInSelectAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Expression: var source }, ArgumentList.Arguments: [{ Expression: LambdaExpressionSyntax lambda }] } select
            || Spawned(lambda) is not { } spawn || site.Model.GetSymbolInfo(spawn, site.Token).Symbol is not IMethodSymbol { IsStatic: true, ContainingType.Name: "Greenlet" } || spawn.ArgumentList.Arguments.Count != 1)
            yield break;
        var body = lambda.ReplaceNode(spawn, spawn.ArgumentList.Arguments[0].Expression.WithTriviaFrom(spawn));
        var all = Syntax.Call(Syntax.StaticMember(site, "Greenlet", "SpawnAll"), source.WithoutTrivia(), body.WithoutTrivia()).WithTriviaFrom(select);
        yield return new("Spawn them once: SpawnAll", SpawnInSelectAnalyzer.Id, editor => editor.ReplaceNode(select, all));
    }

    private static InvocationExpressionSyntax? Spawned(LambdaExpressionSyntax lambda) => lambda.ExpressionBody as InvocationExpressionSyntax
        ?? (lambda.Block is { Statements: [ReturnStatementSyntax { Expression: InvocationExpressionSyntax call }] } ? call : null);
}

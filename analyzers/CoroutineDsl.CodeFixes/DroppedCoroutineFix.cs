using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO005: waits for what was dropped, or spawns it. The change offered first is the one that keeps the meaning of the place, and Fix All makes that one at each place.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DroppedCoroutineFix)), Shared]
public sealed class DroppedCoroutineFix : CoroutineFix
{
    internal const string Best = DroppedCoroutineAnalyzer.Id + ".Best";
    internal const string Wait = DroppedCoroutineAnalyzer.Id + ".Wait";
    internal const string Spawn = DroppedCoroutineAnalyzer.Id + ".Spawn";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DroppedCoroutineAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } made) yield break;
        if (site.Diagnostic.Properties.ContainsKey(DroppedCoroutineAnalyzer.InPlaceOfValueKey))
        {
            if (site.Coroutines.HasValue(site.Model.GetTypeInfo(made, site.Token).Type)) yield return AsBest(WaitInPlace(made));
            yield break;
        }
        if (made.Parent is LambdaExpressionSyntax or ArrowExpressionClauseSyntax)
        {
            foreach (var change in OfExpressionBody(site, made)) yield return change;
            yield break;
        }
        if (made.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)) yield break;
        if (statement is LocalDeclarationStatementSyntax { Declaration.Variables.Count: not 1 }) yield break;
        var type = site.Model.GetTypeInfo(made, site.Token).Type;
        var wait = new Change(TitleOfWait(site, type, statement), Wait, editor => editor.ReplaceStatement(statement, current => [Waiting(site, type, statement, Made(current))]));
        var spawn = new Change("Spawn it", Spawn, editor => editor.ReplaceStatement(statement, current => [Spawning(site, current)]));
        foreach (var change in Ranked(site, made, wait, spawn)) yield return change;
    }

    private static IEnumerable<Change> OfExpressionBody(FixSite site, ExpressionSyntax made)
    {
        var wait = WaitInPlace(made);
        var spawn = new Change(
            "Spawn it", Spawn, editor => editor.ReplaceNode(made, (current, _) => Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Spawn"), (ExpressionSyntax)current)));
        return Ranked(site, made, wait, spawn);
    }

    private static Change WaitInPlace(ExpressionSyntax made) =>
        new("Wait for it: Await()", Wait, editor => editor.ReplaceNode(made, (current, _) => Syntax.Await((ExpressionSyntax)current)));

    /// <summary>The best change first: under the key that means the best one of each place.</summary>
    private static Change[] Ranked(FixSite site, ExpressionSyntax made, Change wait, Change spawn)
    {
        if (!site.Coroutines.IsColdCoroutine(site.Model.GetTypeInfo(made, site.Token).Type)) return [AsBest(wait)];
        var isSpawned = site.Model.GetOperation(made, site.Token) is { } operation && BestStart.Of(operation, site.Coroutines) == Start.Spawn;
        return isSpawned ? [AsBest(spawn), wait] : [AsBest(wait), spawn];
    }

    private static Change AsBest(Change change) => change with { Key = Best, Kind = change.Key };

    private static string TitleOfWait(FixSite site, ITypeSymbol? type, StatementSyntax statement) => Yields(site, type, statement) ? "Wait for it: yield return" : "Wait for it: Await()";

    private static StatementSyntax Waiting(FixSite site, ITypeSymbol? type, StatementSyntax original, ExpressionSyntax made) =>
        Yields(site, type, original) ? Syntax.YieldReturn(made.WithoutTrivia()) : ExpressionStatement(Syntax.Await(made.WithoutTrivia()));

    // C# converts suspensions and coroutine objects to Yield, but no interface; and 'x?.Join()' has no value to yield where x is null
    private static bool Yields(FixSite site, ITypeSymbol? type, StatementSyntax statement) =>
        site.IsInCoroutine && !site.Coroutines.IsCoroutineType(type) && IteratorBody.ForbidsYieldReturn(statement) is null
        && Made(statement) is not ConditionalAccessExpressionSyntax;

    private static StatementSyntax Spawning(FixSite site, StatementSyntax statement)
    {
        var made = Made(statement);
        return statement is LocalDeclarationStatementSyntax { Declaration: { Type.IsVar: true } declaration } local
            ? local.WithDeclaration(declaration.WithVariables(SingletonSeparatedList(
                declaration.Variables[0].WithInitializer(EqualsValueClause(Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Spawn"), made.WithoutTrivia()))))))
            : ExpressionStatement(Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Spawn"), made.WithoutTrivia()));
    }

    private static ExpressionSyntax Made(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax local => local.Declaration.Variables[0].Initializer!.Value,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax discard } => discard.Right,
        _ => ((ExpressionStatementSyntax)statement).Expression,
    };
}

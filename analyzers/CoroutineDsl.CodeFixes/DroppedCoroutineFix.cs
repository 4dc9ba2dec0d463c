using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO005: waits for what was dropped, or spawns it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DroppedCoroutineFix)), Shared]
public sealed class DroppedCoroutineFix : CoroutineFix
{
    internal const string Wait = DroppedCoroutineAnalyzer.Id + ".Wait";
    internal const string Spawn = DroppedCoroutineAnalyzer.Id + ".Spawn";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [DroppedCoroutineAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } made) yield break;
        if (made.Parent is LambdaExpressionSyntax or ArrowExpressionClauseSyntax)
        {
            foreach (var change in OfExpressionBody(site, made)) yield return change;
            yield break;
        }
        if (made.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || statement is not (ExpressionStatementSyntax or LocalDeclarationStatementSyntax)) yield break;
        if (statement is LocalDeclarationStatementSyntax { Declaration.Variables.Count: not 1 }) yield break;
        var type = site.Model.GetTypeInfo(made, site.Token).Type;
        var wait = new Change(TitleOfWait(site, type, statement), Wait, editor => editor.ReplaceStatement(statement, current => [Waiting(site, type, statement, Made(current))]));
        if (!site.Coroutines.IsColdCoroutine(type))
        {
            yield return wait;
            yield break;
        }
        var spawn = new Change("Spawn it", Spawn, editor => editor.ReplaceStatement(statement, current => [Spawning(site, current)]));
        if (site.IsInCoroutine) yield return wait;
        yield return spawn;
        if (!site.IsInCoroutine) yield return wait;
    }

    private static IEnumerable<Change> OfExpressionBody(FixSite site, ExpressionSyntax made)
    {
        if (site.Coroutines.IsColdCoroutine(site.Model.GetTypeInfo(made, site.Token).Type))
            yield return new("Spawn it", Spawn, editor => editor.ReplaceNode(made, (current, _) => Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Spawn"), (ExpressionSyntax)current)));
        yield return new("Wait for it: Await()", Wait, editor => editor.ReplaceNode(made, (current, _) => Syntax.Await((ExpressionSyntax)current)));
    }

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

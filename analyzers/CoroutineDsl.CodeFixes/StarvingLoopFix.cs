using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO009: lets the others run once each time round.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StarvingLoopFix)), Shared]
public sealed class StarvingLoopFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [StarvingLoopAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<StatementSyntax>() is not { } loop || Body(loop) is not { } body) yield break;
        var isAllowed = IteratorBody.ForbidsYieldReturn(loop) is null;
        yield return new("Let the others run: Sleep(0)", StarvingLoopAnalyzer.Id, editor => editor.ReplaceNode(body, (current, _) => WithPause((StatementSyntax)current, Pause(site, isAllowed))));
    }

    private static StatementSyntax? Body(StatementSyntax loop) => loop switch
    {
        WhileStatementSyntax statement => statement.Statement,
        DoStatementSyntax statement => statement.Statement,
        ForStatementSyntax statement => statement.Statement,
        _ => null,
    };

    private static StatementSyntax Pause(FixSite site, bool isYieldAllowed)
    {
        var sleep = Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Sleep"), LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(0)));
        StatementSyntax pause = isYieldAllowed ? Syntax.YieldReturn(sleep) : ExpressionStatement(Syntax.Await(sleep));
        return pause.WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static StatementSyntax WithPause(StatementSyntax body, StatementSyntax pause) => body switch
    {
        BlockSyntax block => block.WithStatements(block.Statements.Insert(0, pause)),
        EmptyStatementSyntax => pause.WithTriviaFrom(body),
        _ => Block(pause, body.WithTrailingTrivia(ElasticLineFeed)).WithTriviaFrom(body).WithAdditionalAnnotations(Formatter.Annotation),
    };
}

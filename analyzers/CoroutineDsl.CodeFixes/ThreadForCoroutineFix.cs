using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO016: writes a greenlet in place of a thread whose lambda does nothing but run one coroutine.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThreadForCoroutineFix)), Shared]
public sealed class ThreadForCoroutineFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [ThreadForCoroutineAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.AncestorsAndSelf().FirstOrDefault(node => node.Span == site.Diagnostic.Location.SourceSpan && node is ExpressionSyntax) is not ExpressionSyntax body) yield break;
        if (Coroutine(site, body) is not { } coroutine || ThreadSite.Of(site, body) is not { } thread) yield break;
        if (Parameter(body) is { } parameter && thread.Argument is { } argument) coroutine = Substituted(coroutine, parameter, argument, site);
        if (coroutine is null) yield break;
        var spawn = Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Spawn"), coroutine.WithoutTrivia());
        StatementSyntax spawned = thread.Name is null ? ExpressionStatement(spawn) : Declaration(thread.Name, spawn);
        yield return new("Run it as a greenlet", ThreadForCoroutineAnalyzer.Id, editor =>
        {
            foreach (var statement in thread.Others) editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia);
            editor.ReplaceStatement(thread.Start, _ => [spawned]);
            foreach (var join in thread.Joins) editor.ReplaceNode(join, (current, _) => Syntax.Await((ExpressionSyntax)current));
            if (thread.Joins.Count > 0) Usings.Ensure(editor, site, "CoroutineDsl");
        });
    }

    private static LocalDeclarationStatementSyntax Declaration(string name, ExpressionSyntax value) => LocalDeclarationStatement(
        VariableDeclaration(IdentifierName("var").WithTrailingTrivia(Space), SingletonSeparatedList(VariableDeclarator(Identifier(name).WithTrailingTrivia(Space), null, EqualsValueClause(value).WithEqualsToken(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space))))));

    /// <summary>The one coroutine that the thread runs.</summary>
    private static ExpressionSyntax? Coroutine(FixSite site, ExpressionSyntax body)
    {
        if (body is SimpleNameSyntax or MemberAccessExpressionSyntax)
        {
            return site.Model.GetSymbolInfo(body, site.Token).Symbol is IMethodSymbol method && method.Parameters.IsEmpty ? Syntax.Call(body.WithoutTrivia()) : null;
        }
        var only = body switch
        {
            LambdaExpressionSyntax { Body: ExpressionSyntax expression } => expression,
            LambdaExpressionSyntax { Body: BlockSyntax { Statements: [ExpressionStatementSyntax statement] } } => statement.Expression,
            LambdaExpressionSyntax { Body: BlockSyntax { Statements: [ReturnStatementSyntax { Expression: { } returned }] } } => returned,
            _ => null,
        };
        return only switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Await" } awaited } when IsCold(site, awaited.Expression) => awaited.Expression,
            InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var spawned }] } when IsCold(site, spawned) && site.Model.GetTypeInfo(only, site.Token).Type is var type
                && CoroutineContext.DerivesFrom(type, site.Coroutines.Greenlet) => spawned,
            not null when IsCold(site, only) => only,
            _ => null,
        };
    }

    private static bool IsCold(FixSite site, ExpressionSyntax expression) => site.Coroutines.IsColdCoroutine(site.Model.GetTypeInfo(expression, site.Token).Type);

    private static ParameterSyntax? Parameter(ExpressionSyntax body) => body switch
    {
        SimpleLambdaExpressionSyntax lambda => lambda.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: [var only, ..] } => only,
        _ => null,
    };

    /// <summary>The coroutine with what the thread was started with in place of the lambda's parameter.</summary>
    private static ExpressionSyntax? Substituted(ExpressionSyntax coroutine, ParameterSyntax parameter, ExpressionSyntax argument, FixSite site)
    {
        var uses = coroutine.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => site.Model.GetSymbolInfo(name, site.Token).Symbol is IParameterSymbol used && CoroutineContext.Same(used, site.Model.GetDeclaredSymbol(parameter, site.Token))).ToArray();
        // evaluated once, and where the thread was started
        return uses.Length switch
        {
            0 => coroutine,
            1 => coroutine.ReplaceNodes(uses, (use, _) => argument.WithTriviaFrom(use)),
            _ => argument is SimpleNameSyntax or LiteralExpressionSyntax ? coroutine.ReplaceNodes(uses, (use, _) => argument.WithTriviaFrom(use)) : null,
        };
    }
}

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO015: joins the nursery at the end of its scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnjoinedNurseryFix)), Shared]
public sealed class UnjoinedNurseryFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [UnjoinedNurseryAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is not { } declarator || Scope(declarator) is not { } block || EndsElsewhere(block)) yield break;
        var join = ParseStatement($"{declarator.Identifier.ValueText}.Join().Await();").WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        yield return new("Join the nursery at the end of its scope", UnjoinedNurseryAnalyzer.Id, editor => editor.ReplaceNode(block, (current, _) => WithJoin((BlockSyntax)current, join)));
    }

    /// <summary>The block that leaves the nursery.</summary>
    private static BlockSyntax? Scope(VariableDeclaratorSyntax declarator) => declarator.Parent?.Parent switch
    {
        UsingStatementSyntax statement => statement.Statement as BlockSyntax,
        LocalDeclarationStatementSyntax { Parent: BlockSyntax block } => block,
        _ => null,
    };

    /// <summary>A block that ends with a value, or elsewhere: where the join belongs is not for a fix to say.</summary>
    private static bool EndsElsewhere(BlockSyntax block) =>
        block.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or YieldStatementSyntax { Expression: not null };

    private static BlockSyntax WithJoin(BlockSyntax block, StatementSyntax join)
    {
        var index = block.Statements.LastOrDefault() is YieldStatementSyntax { Expression: null } ? block.Statements.Count - 1 : block.Statements.Count;
        return block.WithStatements(block.Statements.Insert(index, join));
    }
}

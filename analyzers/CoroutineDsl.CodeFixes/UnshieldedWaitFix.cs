using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO025: raises a shield for the rest of the block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnshieldedWaitFix)), Shared]
public sealed class UnshieldedWaitFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [UnshieldedWaitAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        var block = site.Node.AncestorsAndSelf().Select(node => node switch
        {
            FinallyClauseSyntax cleanup => cleanup.Block,
            CatchClauseSyntax clause => clause.Block,
            _ => null,
        }).FirstOrDefault(found => found is not null);
        if (block is null) yield break;
        var start = Syntax.Call(Syntax.StaticMember(site with { Node = block }, "CancelScope", "Start"), LiteralExpression(SyntaxKind.TrueLiteralExpression));
        start = start.WithArgumentList(ArgumentList(SingletonSeparatedList(start.ArgumentList.Arguments[0].WithNameColon(NameColon("isShielded").WithTrailingTrivia(Space)))));
        var shield = ((LocalDeclarationStatementSyntax)ParseStatement($"using var {Name(site, block)} = x;"));
        shield = shield.ReplaceNode(shield.Declaration.Variables[0].Initializer!.Value, start).WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        yield return new("Shield the cleanup", UnshieldedWaitAnalyzer.Id, editor => editor.ReplaceNode(block, (current, _) => ((BlockSyntax)current).WithStatements(((BlockSyntax)current).Statements.Insert(0, shield))));
    }

    /// <summary>A name that means nothing in the function: a variable of an inner block may not have the name of one around it.</summary>
    private static string Name(FixSite site, BlockSyntax block)
    {
        var function = block.Ancestors().FirstOrDefault(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax) ?? block;
        var used = new HashSet<string>(function.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        used.UnionWith(site.Model.LookupSymbols(block.SpanStart).Where(symbol => symbol.Kind is SymbolKind.Local or SymbolKind.Parameter).Select(symbol => symbol.Name));
        for (var number = 1; ; number++)
        {
            var name = number == 1 ? "shield" : $"shield{number}";
            if (!used.Contains(name)) return name;
        }
    }
}

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO017: marks the method that a thread runs. What it needs besides, CORO002, CORO004 and CORO016 write.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingThreadFix)), Shared]
public sealed class BlockingThreadFix : SymbolFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [BlockingThreadAnalyzer.Id];

    private protected override string Key => BlockingThreadAnalyzer.Id;

    private protected override string Title(ISymbol target) => $"Mark '{target.Name}' [Coroutine]";

    private protected override async Task<ISymbol?> TargetAsync(FixSite site) =>
        Method(site) is { } method && await ChangeOfType.IsPossibleAsync(method.OriginalDefinition, site.Document.Project.Solution, site.Token).ConfigureAwait(false)
            ? method.OriginalDefinition
            : null;

    /// <summary>The method that starts threads, at its declaration; else the one that is called.</summary>
    private static IMethodSymbol? Method(FixSite site) => site.Node is MethodDeclarationSyntax declaration
        ? site.Model.GetDeclaredSymbol(declaration, site.Token)
        : site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } entry ? site.Model.GetSymbolInfo(entry, site.Token).Symbol as IMethodSymbol : null;

    private protected override async Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token)
    {
        var declaration = await target.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false);
        if (project.Solution.GetDocument(declaration.SyntaxTree) is not { } home) return project.Solution;
        var editor = await DocumentEditor.CreateAsync(home, token).ConfigureAwait(false);
        editor.ReplaceNode(declaration, (current, _) => Syntax.Marked((MethodDeclarationSyntax)current));
        return editor.GetChangedDocument().Project.Solution;
    }
}

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
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

    /// <summary>The second action: not the mark alone, but all that follows from it.</summary>
    private protected override CodeAction? Whole(Document document, ISymbol target) =>
        CodeAction.Create($"Run '{target.Name}' on greenlets, with all that it reaches", token => RunOnGreenlets.ApplyAsync(document.Project, target, token), WholeKey);

    private protected override Task<ISymbol?> TargetAsync(FixSite site) => MethodAsync(site);

    /// <summary>The method that is to be marked at a place.</summary>
    internal static async Task<ISymbol?> MethodAsync(FixSite site) =>
        Method(site) is { } method && await ChangeOfType.IsPossibleAsync(method.OriginalDefinition, site.Document.Project.Solution, site.Token).ConfigureAwait(false)
            ? method.OriginalDefinition
            : null;

    /// <summary>The method that starts threads, at its declaration; else the one that is called.</summary>
    private static IMethodSymbol? Method(FixSite site) => site.Node is MethodDeclarationSyntax declaration
        ? site.Model.GetDeclaredSymbol(declaration, site.Token)
        : site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is { } entry ? site.Model.GetSymbolInfo(entry, site.Token).Symbol as IMethodSymbol : null;

    private protected override Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token) => MarkAsync(project, target, token);

    internal static async Task<Solution> MarkAsync(Project project, ISymbol target, CancellationToken token)
    {
        var declaration = await target.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false);
        if (project.Solution.GetDocument(declaration.SyntaxTree) is not { } home) return project.Solution;
        var editor = await DocumentEditor.CreateAsync(home, token).ConfigureAwait(false);
        editor.ReplaceNode(declaration, (current, _) => Syntax.Marked((MethodDeclarationSyntax)current));
        if (await Place.OfAsync(home, declaration, token).ConfigureAwait(false) is { } place) Usings.Ensure(editor, place, "CoroutineDsl");
        return editor.GetChangedDocument().Project.Solution;
    }
}

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO006: makes the method a coroutine, and lets every caller wait for it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AwaitInPlainMethodFix)), Shared]
public sealed class AwaitInPlainMethodFix : SymbolFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [AwaitInPlainMethodAnalyzer.Id];

    private protected override string Key => AwaitInPlainMethodAnalyzer.Id;

    private protected override string Title(ISymbol target) => $"Make '{target.Name}' a coroutine";

    private protected override async Task<ISymbol?> TargetAsync(FixSite site) =>
        EnclosingFunction.Of(site.Node, site.Model, site.Token) is { MethodKind: MethodKind.Ordinary } method
        && await ChangeOfType.IsPossibleAsync(method, site.Document.Project.Solution, site.Token).ConfigureAwait(false)
            ? method
            : null;

    private protected override Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token) =>
        ChangeOfType.ApplyAsync(project, (IMethodSymbol)target, callersWait: true, token, (editor, place, declaration) =>
        {
            editor.ReplaceNode(declaration, (current, _) => Syntax.Marked(MakeCoroutine.Rewrite(place, (MethodDeclarationSyntax)current, (IMethodSymbol)target)));
            foreach (var type in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
                if (!type.Modifiers.Any(SyntaxKind.PartialKeyword)) editor.ReplaceNode(type, PartialTypeFix.MakePartial);
        });
}

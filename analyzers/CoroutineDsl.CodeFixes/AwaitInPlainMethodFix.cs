using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

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
            editor.ReplaceNode(declaration, (current, _) => Marked(MakeCoroutine.Rewrite(place, (MethodDeclarationSyntax)current, (IMethodSymbol)target)));
            foreach (var type in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
                if (!type.Modifiers.Any(SyntaxKind.PartialKeyword)) editor.ReplaceNode(type, PartialTypeFix.MakePartial);
        });

    private static MethodDeclarationSyntax Marked(MethodDeclarationSyntax method)
    {
        var name = ParseName("global::CoroutineDsl.CoroutineAttribute").WithAdditionalAnnotations(Simplifier.Annotation);
        var list = AttributeList(SingletonSeparatedList(Attribute(name))).WithLeadingTrivia(method.GetLeadingTrivia()).WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        return method.WithLeadingTrivia(ElasticMarker).WithAttributeLists(method.WithoutLeadingTrivia().AttributeLists.Insert(0, list));
    }
}

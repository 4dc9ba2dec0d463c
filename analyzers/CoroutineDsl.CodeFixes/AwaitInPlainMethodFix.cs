using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.FindSymbols;
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

    private protected override async Task<ISymbol?> TargetAsync(FixSite site)
    {
        if (EnclosingFunction.Of(site.Node, site.Model, site.Token) is not { MethodKind: MethodKind.Ordinary } method || !CanBecomeCoroutine(method)) return null;
        foreach (var (_, use) in await References.OfAsync(method, site.Document.Project.Solution, site.Token).ConfigureAwait(false))
            if (References.CallOf(use) is null && !References.IsInNameOf(use)) return null;
        return method;
    }

    private protected override async Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token)
    {
        var method = (IMethodSymbol)target;
        var editors = new SolutionEditor(project.Solution);
        foreach (var (document, use) in await References.OfAsync(method, project.Solution, token).ConfigureAwait(false))
        {
            if (References.CallOf(use) is not { } call) continue;
            var editor = await editors.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(call, (current, _) => Syntax.Await((ExpressionSyntax)current));
            if (await Place.OfAsync(document, call, token).ConfigureAwait(false) is { } site) Usings.Ensure(editor, site, "CoroutineDsl");
        }
        var declaration = (MethodDeclarationSyntax)await method.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false);
        if (project.GetDocument(declaration.SyntaxTree) is not { } home || await Place.OfAsync(home, declaration, token).ConfigureAwait(false) is not { } place) return project.Solution;
        var homeEditor = await editors.GetDocumentEditorAsync(home.Id, token).ConfigureAwait(false);
        homeEditor.ReplaceNode(declaration, (current, _) => Marked(MakeCoroutine.Rewrite(place, (MethodDeclarationSyntax)current, method)));
        foreach (var type in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
            if (!type.Modifiers.Any(SyntaxKind.PartialKeyword)) homeEditor.ReplaceNode(type, PartialTypeFix.MakePartial);
        return editors.GetChangedSolution();
    }

    private static bool CanBecomeCoroutine(IMethodSymbol method) =>
        !method.IsVirtual && !method.IsOverride && !method.IsAbstract && !method.IsExtern && method.PartialDefinitionPart is null && method.PartialImplementationPart is null
        && method.DeclaringSyntaxReferences.Length == 1
        && method.Parameters.All(p => p.RefKind == RefKind.None && !p.Type.IsRefLikeType) && !method.ReturnType.IsRefLikeType && !method.ReturnsByRef && !method.ReturnsByRefReadonly
        && !method.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(method.Name))
            .Any(member => CoroutineContext.Same(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    private static MethodDeclarationSyntax Marked(MethodDeclarationSyntax method)
    {
        var name = ParseName("global::CoroutineDsl.CoroutineAttribute").WithAdditionalAnnotations(Simplifier.Annotation);
        var list = AttributeList(SingletonSeparatedList(Attribute(name))).WithLeadingTrivia(method.GetLeadingTrivia()).WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        return method.WithLeadingTrivia(ElasticMarker).WithAttributeLists(method.WithoutLeadingTrivia().AttributeLists.Insert(0, list));
    }
}

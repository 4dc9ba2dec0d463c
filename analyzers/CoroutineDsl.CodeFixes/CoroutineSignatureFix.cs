using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO002: gives the method the type of a coroutine, and its body the form of one. Where its value was used, its callers wait for it; where its task has to stay, it becomes a bridge to a coroutine.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CoroutineSignatureFix)), Shared]
public sealed class CoroutineSignatureFix : SymbolFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [CoroutineSignatureAnalyzer.Id];

    private protected override string Key => CoroutineSignatureAnalyzer.Id;

    private protected override string Title(ISymbol target) => "Make it a coroutine";

    private protected override async Task<ISymbol?> TargetAsync(FixSite site)
    {
        if (!site.Diagnostic.Properties.ContainsKey(CoroutineSignatureAnalyzer.FixableKey)) return null;
        if (site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration || site.Model.GetDeclaredSymbol(declaration, site.Token) is not { } method) return null;
        if (MethodShapes.Items(method.ReturnType) is not null && !await IsUnusedAsync(method, site).ConfigureAwait(false)) return null;
        var isPossible = CallersWait(method, site.Coroutines)
            ? await ChangeOfType.IsPossibleAsync(method, site.Document.Project.Solution, site.Token).ConfigureAwait(false)
            : await MethodFamily.OfAsync(method, site.Document.Project.Solution, site.Token).ConfigureAwait(false) is not null;
        return isPossible || await Bridge.IsNeededAsync(method, site.Document.Project.Solution, site.Coroutines, site.Token).ConfigureAwait(false) ? method : null;
    }

    /// <summary>A task, or a coroutine, is waited for by its callers already; so is what is a part of one.</summary>
    private static bool CallersWait(IMethodSymbol method, CoroutineContext coroutines) => method.ReturnsVoid && !method.IsAsync
        || MethodShapes.GivesPlainValue(method, coroutines) && !coroutines.IsItself(method.ReturnType) && MethodShapes.Items(method.ReturnType) is null;

    /// <summary>Who goes through an asynchronous sequence with <c>await foreach</c> would go through a stream in another way.</summary>
    private static async Task<bool> IsUnusedAsync(IMethodSymbol method, FixSite site) =>
        (await References.OfAsync(method, site.Document.Project.Solution, site.Token).ConfigureAwait(false)).All(reference => References.IsInNameOf(reference.Use) || References.IsInComment(reference.Use));

    private protected override async Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token)
    {
        var method = (IMethodSymbol)target;
        if (await project.GetCompilationAsync(token).ConfigureAwait(false) is not { } compilation || CoroutineContext.Of(compilation) is not { } coroutines) return project.Solution;
        if (await Bridge.IsNeededAsync(method, project.Solution, coroutines, token).ConfigureAwait(false)) return await Bridge.ApplyAsync(project, method, token).ConfigureAwait(false);
        return await ChangeOfType.ApplyAsync(project, method, CallersWait(method, coroutines), token).ConfigureAwait(false);
    }
}

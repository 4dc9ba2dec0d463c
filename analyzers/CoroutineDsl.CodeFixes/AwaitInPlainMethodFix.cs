using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

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
        EnclosingFunction.Of(site.Node, site.Model, site.Token) is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method
        && await ChangeOfType.IsPossibleAsync(method, site.Document.Project.Solution, site.Token).ConfigureAwait(false)
            ? method
            : null;

    private protected override Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token) =>
        ChangeOfType.ApplyAsync(project, (IMethodSymbol)target, callersWait: true, token);
}

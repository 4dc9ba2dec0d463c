using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO002: gives the method the type of a coroutine, and its body the form of one.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CoroutineSignatureFix)), Shared]
public sealed class CoroutineSignatureFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [CoroutineSignatureAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (!site.Diagnostic.Properties.ContainsKey(CoroutineSignatureAnalyzer.FixableKey)) yield break;
        if (site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method || site.Model.GetDeclaredSymbol(method, site.Token) is not { } symbol) yield break;
        yield return new("Make it a coroutine", CoroutineSignatureAnalyzer.Id, editor => editor.ReplaceNode(method, MakeCoroutine.Rewrite(site, method, symbol)));
    }
}

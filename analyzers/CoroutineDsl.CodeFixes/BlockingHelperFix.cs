using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO018: writes the cooperative call, and waits for it. CORO006 makes a coroutine of the method then.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingHelperFix)), Shared]
public sealed class BlockingHelperFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [BlockingHelperAnalyzer.Id];

    // a property's accessor and a constructor cannot become coroutines
    private protected override IEnumerable<Change> Changes(FixSite site) =>
        site.Model.GetEnclosingSymbol(site.Node.SpanStart, site.Token) is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation }
            ? BlockingCallFix.Cooperative(site, BlockingHelperAnalyzer.Id)
            : [];
}

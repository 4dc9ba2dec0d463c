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

    private protected override IEnumerable<Change> Changes(FixSite site) => BlockingCallFix.Cooperative(site, BlockingHelperAnalyzer.Id);
}

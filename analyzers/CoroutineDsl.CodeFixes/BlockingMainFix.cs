using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO026: writes the cooperative call, and waits for it, which runs the hub.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingMainFix)), Shared]
public sealed class BlockingMainFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [BlockingMainAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site) => BlockingCallFix.Cooperative(site, BlockingMainAnalyzer.Id);
}

using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO001: makes the type partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(PartialTypeFix)), Shared]
public sealed class PartialTypeFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [PartialTypeAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node is not TypeDeclarationSyntax type) yield break;
        yield return new($"Make '{type.Identifier.ValueText}' partial", PartialTypeAnalyzer.Id, editor => editor.ReplaceNode(type, MakePartial));
    }

    internal static SyntaxNode MakePartial(SyntaxNode type, SyntaxGenerator generator) =>
        generator.WithModifiers(type, generator.GetModifiers(type).WithPartial(true));
}

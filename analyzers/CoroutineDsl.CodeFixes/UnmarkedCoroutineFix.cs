using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO013: writes [Coroutine] above the method, and makes the types around it partial.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnmarkedCoroutineFix)), Shared]
public sealed class UnmarkedCoroutineFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [UnmarkedCoroutineAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (!site.Diagnostic.Properties.ContainsKey(UnmarkedCoroutineAnalyzer.MarkableKey) || site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method) yield break;
        yield return new("Mark it [Coroutine]", UnmarkedCoroutineAnalyzer.Id, editor =>
        {
            editor.ReplaceNode(method, (current, _) => Syntax.Marked((MethodDeclarationSyntax)current));
            foreach (var type in method.Ancestors().OfType<TypeDeclarationSyntax>())
                if (!type.Modifiers.Any(SyntaxKind.PartialKeyword)) editor.ReplaceNode(type, PartialTypeFix.MakePartial);
        });
    }
}

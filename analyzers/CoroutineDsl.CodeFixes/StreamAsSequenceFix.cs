using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO023: <c>Ticks(3).Where(..)</c> to <c>Ticks(3).AsStream().Where(..)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(StreamAsSequenceFix)), Shared]
public sealed class StreamAsSequenceFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [StreamAsSequenceAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node is not ExpressionSyntax sequence) yield break;
        yield return new("Take it for a stream: AsStream()", StreamAsSequenceAnalyzer.Id, editor => editor.ReplaceNode(sequence, (current, _) => AsStream((ExpressionSyntax)current)));
    }

    private static InvocationExpressionSyntax AsStream(ExpressionSyntax sequence) => InvocationExpression(
        MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Syntax.Primary(sequence.WithoutTrivia()), IdentifierName("AsStream"))).WithTriviaFrom(sequence);
}

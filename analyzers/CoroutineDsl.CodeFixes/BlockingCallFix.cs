using System.Collections.Immutable;
using System.Composition;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO004: writes the cooperative call, and waits for it. Fix All is <c>patch_all</c> by hand.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingCallFix)), Shared]
public sealed class BlockingCallFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [BlockingCallAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site) => Cooperative(site, BlockingCallAnalyzer.Id);

    internal static IEnumerable<Change> Cooperative(FixSite site, string key)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } blocking || site.Model.GetOperation(blocking, site.Token) is not { } operation) yield break;
        var blocks = BlockingCalls.Of(site.Model.Compilation);
        var loop = blocking.Parent is CommonForEachStatementSyntax each && each.Expression == blocking ? site.Model.GetOperation(each, site.Token) : null;
        if ((blocks.Find(operation) ?? (loop is null ? null : blocks.Find(loop))) is not { } call || CooperativeCall.Of(call, site.Model) is not { } cooperative) yield break;
        var twin = call.Form is CooperativeForm.Offload or CooperativeForm.Patch ? LibraryTwin.Of(call, site.Coroutines) : null;
        yield return new(Title(call, twin), key, editor =>
        {
            editor.ReplaceNode(blocking, (current, _) => Simplified(twin is null ? cooperative.Write((ExpressionSyntax)current) : Called(twin, (InvocationExpressionSyntax)current)));
            foreach (var space in twin is null ? cooperative.Namespaces : ["CoroutineDsl"]) Usings.Ensure(editor, site, space);
        });
    }

    private static ExpressionSyntax Called(IMethodSymbol twin, InvocationExpressionSyntax blocking) =>
        AwaitSyntax.Await(blocking.WithExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, CooperativeCall.Name(twin.ContainingType.ToDisplayString()), IdentifierName(twin.Name))))
            .WithTriviaFrom(blocking);

    private static string Title(BlockingCall call, IMethodSymbol? twin) => call.Form switch
    {
        _ when twin is not null => $"Write '{twin.ContainingType.Name}.{twin.Name}(...).Await()'",
        CooperativeForm.Sequence => "Go through it asynchronously",
        CooperativeForm.Twin when Signatures.AsyncItem(call.Cooperative!.ReturnType) is not null => $"Write '{call.Cooperative.Name}(...)'",
        _ => $"Write '{call.Cooperative?.Name ?? "Offload"}(...).Await()'",
    };

    private static SyntaxNode Simplified(ExpressionSyntax written)
    {
        var names = written.GetAnnotatedNodes(CooperativeCall.FullName).ToArray();
        return written
            .ReplaceNodes(names, (_, name) => name.WithAdditionalAnnotations(Simplifier.Annotation))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}

using System.Collections.Immutable;
using System.Composition;
using CoroutineDsl.Generator.Patching;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO004: writes the cooperative call, and waits for it. Fix All is <c>patch_all</c> by hand.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(BlockingCallFix)), Shared]
public sealed class BlockingCallFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [BlockingCallAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<ExpressionSyntax>() is not { } blocking || !CanSuspend(blocking)) yield break;
        if (site.Model.GetOperation(blocking, site.Token) is not { } operation || BlockingCalls.Of(site.Model.Compilation).Find(operation) is not { Cooperative: { } cooperative } call) yield break;
        var arguments = CooperativeArguments.Of(operation, call, site);
        if (arguments is null) yield break;
        if (CooperativeCall.Writer(site, blocking, operation, call) is not { } write) yield break;
        yield return new($"Write '{cooperative.Name}(...).Await()'", BlockingCallAnalyzer.Id, editor =>
        {
            editor.ReplaceNode(blocking, (current, _) => write((ExpressionSyntax)current, arguments));
            Usings.Ensure(editor, site, "CoroutineDsl");
            if (cooperative is { IsExtensionMethod: true, ContainingNamespace.IsGlobalNamespace: false }) Usings.Ensure(editor, site, cooperative.ContainingNamespace.ToDisplayString());
        });
    }

    /// <summary>Not under a lock, which would be held across the suspension, nor in an exception filter, nor in what C# evaluates elsewhere.</summary>
    private static bool CanSuspend(SyntaxNode call) => !call.Ancestors().TakeWhile(a => a is not MemberDeclarationSyntax)
        .Any(a => a is LockStatementSyntax or CatchFilterClauseSyntax or AnonymousFunctionExpressionSyntax or QueryExpressionSyntax or UnsafeStatementSyntax or FixedStatementSyntax);
}

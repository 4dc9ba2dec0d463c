using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO012: ends the coroutine after its result, removes what is never reached, names the result's type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CoroutineResultFix)), Shared]
public sealed class CoroutineResultFix : CoroutineFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [CoroutineResultAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        site.Diagnostic.Properties.TryGetValue(CoroutineResultAnalyzer.CaseKey, out var which);
        var change = which switch
        {
            CoroutineResultAnalyzer.NotEnded => End(site),
            CoroutineResultAnalyzer.Unreached => Remove(site),
            CoroutineResultAnalyzer.OtherType => NameType(site),
            _ => null,
        };
        if (change is not null) yield return change;
    }

    private static Change? End(FixSite site) =>
        site.Node.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement || IteratorBody.IsInFinally(statement)
            ? null
            : new("Add 'yield break'", CoroutineResultAnalyzer.Id + ".YieldBreak",
                editor => editor.ReplaceStatement(statement, current => [current, Syntax.YieldBreak()]));

    private static Change? Remove(FixSite site) =>
        site.Node.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement
            ? null
            : new("Remove what is never reached", CoroutineResultAnalyzer.Id + ".Remove", editor =>
            {
                foreach (var unreached in block.Statements.SkipWhile(s => s != statement).TakeWhile(s => s is not (LabeledStatementSyntax or LocalFunctionStatementSyntax)))
                    editor.RemoveNode(unreached, SyntaxRemoveOptions.KeepNoTrivia);
            });

    private static Change? NameType(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { ArgumentList.Arguments: { Count: 1 } arguments } call) return null;
        if (EnclosingFunction.Of(call, site.Model, site.Token) is not { } method || site.Coroutines.ResultType(method.ReturnType) is not { } result) return null;
        if (!site.Model.ClassifyConversion(arguments[0].Expression, result).IsImplicit) return null;
        return new("Name the coroutine's result type", CoroutineResultAnalyzer.Id + ".Type",
            editor => editor.ReplaceNode(call.Expression, Syntax.WithTypeArgument(call.Expression, result, site)));
    }
}

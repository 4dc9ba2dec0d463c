using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO011, and the compiler's CS1626, CS1631, CS1625 and CS0029: the same wait, or the same result, in the form that C# allows there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(YieldInTryFix)), Shared]
public sealed class YieldInTryFix : CoroutineFix
{
    // 'yield return Other(x)': C# converts no interface to Yield
    private const string NoConversion = "CS0029";

    private const string Await = YieldInTryAnalyzer.Id + ".Await";
    private const string Result = YieldInTryAnalyzer.Id + ".SetResult";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [YieldInTryAnalyzer.Id, "CS1626", "CS1631", "CS1625", NoConversion];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<YieldStatementSyntax>() is not { Expression: { } value } statement || !site.IsInCoroutine) yield break;
        if (site.Diagnostic.Id == NoConversion && site.Node != value) yield break;
        var type = site.Model.GetTypeInfo(value, site.Token).Type;
        if (site.Coroutines.IsWaitable(type))
        {
            yield return new("Wait with Await()", Await, editor => editor.ReplaceStatement(statement, current => [ExpressionStatement(Syntax.Await(Value(current)))]));
        }
        else if (EnclosingFunction.Of(statement, site.Model, site.Token) is { } method && site.Coroutines.ResultType(method.ReturnType) is { } result && !IteratorBody.IsInFinally(statement))
        {
            yield return new("End with SetResult and yield break", Result, editor => editor.ReplaceStatement(statement, current =>
                [ExpressionStatement(Syntax.Call(SetResult(site, type, result), Value(current))), Syntax.YieldBreak()]));
        }
    }

    private static ExpressionSyntax Value(StatementSyntax statement) => ((YieldStatementSyntax)statement).Expression!.WithoutTrivia();

    private static ExpressionSyntax SetResult(FixSite site, ITypeSymbol? given, ITypeSymbol result)
    {
        var function = Syntax.StaticMember(site, "Coroutine", "SetResult");
        return CoroutineContext.Same(given, result) ? function : Syntax.WithTypeArgument(function, result, site);
    }
}

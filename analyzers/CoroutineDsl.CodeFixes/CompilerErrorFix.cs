using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO011, and the compiler's own errors that it stands beside: the same wait, or the same result, in the form that C# allows there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CompilerErrorFix)), Shared]
public sealed class CompilerErrorFix : CoroutineFix
{
    // 'yield return Other(x)': C# converts no interface to Yield
    private const string NoConversion = "CS0029";

    private const string Await = CompilerErrorAnalyzer.Id + ".Await";
    private const string Result = CompilerErrorAnalyzer.Id + ".SetResult";
    private const string Yield = CompilerErrorAnalyzer.Id + ".YieldReturn";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [CompilerErrorAnalyzer.Id, "CS1626", "CS1631", "CS1625", NoConversion, "CS1622", "CS4032"];

    private protected override IEnumerable<Change> Changes(FixSite site) => site.Node switch
    {
        _ when site.Node.AncestorsAndSelf().FirstOrDefault(node => node is StatementSyntax) is ReturnStatementSyntax { Expression: not null } statement && site.IsInCoroutine => OfReturn(site, statement),
        AwaitExpressionSyntax awaited when site.IsInCoroutine =>
            [new("Wait with Await()", Await, editor => editor.ReplaceNode(awaited, (current, _) => Syntax.Await(((AwaitExpressionSyntax)current).Expression.WithoutTrivia()).WithTriviaFrom(current)))],
        _ when site.Node.FirstAncestorOrSelf<YieldStatementSyntax>() is { Expression: not null } yielded && site.IsInCoroutine => OfYield(site, yielded),
        ExpressionSyntax waited when site.Coroutines.IsWaitable(site.Model.GetTypeInfo(waited, site.Token).Type) && !site.Model.GetConversion(waited, site.Token).Exists =>
            [new("Wait with Await()", Await, editor => editor.ReplaceNode(waited, (current, _) => Syntax.Await((ExpressionSyntax)current)))],
        _ => [],
    };

    private static IEnumerable<Change> OfYield(FixSite site, YieldStatementSyntax statement)
    {
        var value = statement.Expression!;
        if (site.Diagnostic.Id == NoConversion && site.Node != value) yield break;
        var type = site.Model.GetTypeInfo(value, site.Token).Type;
        if (site.Coroutines.IsWaitable(type))
            yield return new("Wait with Await()", Await, editor => editor.ReplaceStatement(statement, current => [ExpressionStatement(Syntax.Await(Value(current)))]));
        else if (ResultType(site, statement) is { } result && !IteratorBody.IsInFinally(statement) && site.Model.ClassifyConversion(value, result).IsImplicit)
            yield return new("End with SetResult and yield break", Result, editor => editor.ReplaceStatement(statement, current => Ending(site, type, result, Value(current))));
    }

    private static IEnumerable<Change> OfReturn(FixSite site, ReturnStatementSyntax statement)
    {
        var type = site.Model.GetTypeInfo(statement.Expression!, site.Token).Type;
        if (IteratorBody.ForbidsYieldReturn(statement) is null)
            yield return new("End with yield return", Yield, editor => editor.ReplaceStatement(statement, current => [Syntax.YieldReturn(Returned(site, type, current))]));
        else if (ResultType(site, statement) is { } result && !IteratorBody.IsInFinally(statement))
            yield return new("End with SetResult and yield break", Result, editor => editor.ReplaceStatement(statement, current => Ending(site, site.Coroutines.ResultType(type) ?? type, result, Returned(site, type, current))));
    }

    private static ExpressionSyntax Returned(FixSite site, ITypeSymbol? type, StatementSyntax statement)
    {
        var value = ((ReturnStatementSyntax)statement).Expression!.WithoutTrivia();
        return site.Coroutines.IsCoroutineType(type) ? Syntax.Await(value) : value;
    }

    private static ITypeSymbol? ResultType(FixSite site, StatementSyntax statement) =>
        EnclosingFunction.Of(statement, site.Model, site.Token) is { } method ? site.Coroutines.ResultType(method.ReturnType) : null;

    private static ExpressionSyntax Value(StatementSyntax statement) => ((YieldStatementSyntax)statement).Expression!.WithoutTrivia();

    private static StatementSyntax[] Ending(FixSite site, ITypeSymbol? given, ITypeSymbol result, ExpressionSyntax value)
    {
        var function = Syntax.StaticMember(site, "Coroutine", "SetResult");
        return [ExpressionStatement(Syntax.Call(CoroutineContext.Same(given, result) ? function : Syntax.WithTypeArgument(function, result, site), value)), Syntax.YieldBreak()];
    }
}

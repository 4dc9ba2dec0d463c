using System.Collections.Immutable;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO003: a construct that the lowering refuses, on the user's own line; it asks the lowering itself.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RefusedConstructAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO003";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A construct cannot live across a suspension",
        "{0} cannot be lowered, so '{1}' runs un-lowered: {2}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        start.RegisterSyntaxNodeAction(context => Analyze(context, coroutines), SyntaxKind.MethodDeclaration);

    private static void Analyze(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var method = (MethodDeclarationSyntax)context.Node;
        if (!IteratorBody.Yields(method)) return;
        foreach (var refusal in CoroutineInspection.Inspect(method, context.SemanticModel, context.CancellationToken))
        {
            var place = Location.Create(method.SyntaxTree, Span(refusal.Location, method.SyntaxTree.GetText(context.CancellationToken)));
            if (IsToldOfLock(place, context, coroutines) || IsToldOfResult(place, context, coroutines) || ErrorLines.Meet(context.SemanticModel, place, context.CancellationToken)) continue;
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, place, refusal.Construct, method.Identifier.ValueText, refusal.Advice));
        }
    }

    /// <summary>Whether this is a <c>lock</c> of which CORO008 says more.</summary>
    private static bool IsToldOfLock(Location place, SyntaxNodeAnalysisContext context, CoroutineContext coroutines) =>
        context.Node.FindToken(place.SourceSpan.Start).Parent is LockStatementSyntax statement
        && context.SemanticModel.GetOperation(statement, context.CancellationToken) is ILockOperation { Body: var body } && body.Suspends(coroutines);

    /// <summary>Whether this is a <c>SetResult</c> of another type than the coroutine's, of which CORO012 says more.</summary>
    private static bool IsToldOfResult(Location place, SyntaxNodeAnalysisContext context, CoroutineContext coroutines) =>
        context.Node.FindNode(place.SourceSpan).FirstAncestorOrSelf<InvocationExpressionSyntax>() is { } call
        && context.SemanticModel.GetOperation(call, context.CancellationToken) is IInvocationOperation operation && new ResultFlow(coroutines).IsSetResult(operation)
        && context.SemanticModel.GetDeclaredSymbol((MethodDeclarationSyntax)context.Node, context.CancellationToken) is { } method
        && !(coroutines.ResultType(method.ReturnType) is { } result && TypeIdentity.Same(operation.TargetMethod.TypeArguments[0], result));

    // by line: where calls are patched, the lowering sees them longer than the user does
    private static TextSpan Span(LocationInfo place, SourceText text)
    {
        var line = text.Lines[place.StartLine];
        var start = Math.Min(line.Start + place.StartCharacter, line.End);
        var end = text.Lines[place.EndLine];
        return TextSpan.FromBounds(start, Math.Max(start, Math.Min(end.Start + place.EndCharacter, end.End)));
    }
}

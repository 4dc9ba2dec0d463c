using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO002: what cannot be a coroutine by its kind or its type.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CoroutineSignatureAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO002";

    /// <summary>Present where the return type, or a body that never yields, is the trouble: what the fix repairs.</summary>
    internal const string FixableKey = "Fixable";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A coroutine is an iterator method of IEnumerator<Yield> or IEnumerator<Yield<T>>",
        "'{0}' cannot be a coroutine: {1}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    private const string RunsAtCall = "its body has no 'yield', so C# runs it at the call and not when it is waited for; end it with 'yield break;'";

    private static readonly ImmutableDictionary<string, string?> Fixable = ImmutableDictionary<string, string?>.Empty.Add(FixableKey, "");

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    // by syntax and not by symbol: no symbol action is called for local functions and lambdas
    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        start.RegisterSyntaxNodeAction(
            context => Analyze(context, coroutines),
            SyntaxKind.MethodDeclaration,
            SyntaxKind.LocalFunctionStatement,
            SyntaxKind.ParenthesizedLambdaExpression,
            SyntaxKind.SimpleLambdaExpression,
            SyntaxKind.GetAccessorDeclaration,
            SyntaxKind.SetAccessorDeclaration,
            SyntaxKind.InitAccessorDeclaration,
            SyntaxKind.AddAccessorDeclaration,
            SyntaxKind.RemoveAccessorDeclaration,
            SyntaxKind.OperatorDeclaration,
            SyntaxKind.ConversionOperatorDeclaration);

    private static void Analyze(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        if (!HasAttributes(context.Node) && !MayWaitAtCall(context.Node)) return;
        var symbol = context.Node is LambdaExpressionSyntax
            ? context.SemanticModel.GetSymbolInfo(context.Node, context.CancellationToken).Symbol
            : context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken);
        if (symbol is not IMethodSymbol method) return;
        if (!coroutines.IsMarked(method))
        {
            if (WaitsAtCall(context, method, coroutines)) context.ReportDiagnostic(Diagnostic.Create(Descriptor, Place(context.Node), Fixable, Name(method), RunsAtCall));
            return;
        }
        if (TroubleWithKind(context.Node) is { } kind)
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, Place(context.Node), Name(method), kind));
            return;
        }
        var reason = Eligibility.Check(method, context.CancellationToken);
        if (Trouble(reason, method, context.Node, coroutines) is not { } trouble) return;
        var isFixable = reason is Ineligibility.ReturnType or Ineligibility.NotAnIterator && CanBecomeCoroutine(context.Node, method, coroutines) && IsClear(context, method, coroutines);
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, Place(context.Node), isFixable ? Fixable : null, Name(method), trouble));
    }

    /// <summary>Syntax only: a method without the attribute that may return what a coroutine does, and has an <c>Await()</c> and no <c>yield</c>.</summary>
    private static bool MayWaitAtCall(SyntaxNode node) =>
        node is MethodDeclarationSyntax { ReturnType: var type } method && type.ToString().Contains("Yield") && Awaits(method).Any() && !IteratorBody.Yields(method);

    private static bool WaitsAtCall(SyntaxNodeAnalysisContext context, IMethodSymbol method, CoroutineContext coroutines) =>
        MayWaitAtCall(context.Node) && coroutines.IsCoroutineType(method.ReturnType) && CanBecomeCoroutine(context.Node, method, coroutines)
        && Awaits(context.Node).Any(call => context.SemanticModel.GetOperation(call, context.CancellationToken) is IInvocationOperation operation && operation.IsAwait(coroutines));

    private static IEnumerable<InvocationExpressionSyntax> Awaits(SyntaxNode method) =>
        IteratorBody.InFunction(method).OfType<InvocationExpressionSyntax>().Where(call => CallSiteParser.NameOf(call)?.Identifier.ValueText == "Await");

    private static bool HasAttributes(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.AttributeLists.Count > 0,
        LocalFunctionStatementSyntax function => function.AttributeLists.Count > 0,
        LambdaExpressionSyntax lambda => lambda.AttributeLists.Count > 0,
        AccessorDeclarationSyntax accessor => accessor.AttributeLists.Count > 0,
        _ => false,
    };

    private static string? TroubleWithKind(SyntaxNode node) => node switch
    {
        LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax } => "it stands among top-level statements, which makes it a local function; move it to 'partial class Program { ... }' below them, as a static method",
        LocalFunctionStatementSyntax => "it is a local function; make it a method",
        LambdaExpressionSyntax => "it is a lambda; make it a method",
        AccessorDeclarationSyntax => "it is an accessor; make it a method",
        OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => "it is an operator; make it a method",
        _ => null,
    };

    private static bool LacksBody(SyntaxNode node) => node is MethodDeclarationSyntax { Body: null, ExpressionBody: null } method && !method.Modifiers.Any(SyntaxKind.ExternKeyword);

    private static string? Trouble(Ineligibility reason, IMethodSymbol method, SyntaxNode declaration, CoroutineContext coroutines) => reason switch
    {
        Ineligibility.ReturnType when MethodShapes.Items(method.ReturnType) is { } item =>
            $"it returns '{Shown.Type(method.ReturnType)}'; for a stream write 'IEnumerable<{Shown.Type(item)}>', each step of which may wait with 'Await()'",
        Ineligibility.ReturnType => $"it returns '{Shown.Type(method.ReturnType)}'; write '{Shown.CoroutineType(MethodShapes.ResultType(method, coroutines))}'",
        Ineligibility.NotAnIterator when LacksBody(declaration) => null, // the compiler says so, or it is being written
        Ineligibility.NotAnIterator => ReturnedValue(declaration) is { } value ? $"its body has no 'yield'; write 'yield return {value};' in place of 'return'" : RunsAtCall,
        Ineligibility.Parameter => OfParameter(method),
        Ineligibility.FileLocalType => "its type is local to its file, where generated code cannot add to it; remove 'file'",
        Ineligibility.ExplicitImplementation => "it implements an interface explicitly; implement it implicitly, or let it call a coroutine",
        Ineligibility.FactoryNameTaken => $"the name '{method.Name}Coroutine' of its factory is taken",
        Ineligibility.NotAnOrdinaryMethod => "it is not an ordinary method",
        _ => null,
    };

    private static string OfParameter(IMethodSymbol method)
    {
        var parameter = method.Parameters.First(p => p.RefKind != RefKind.None || p.Type.IsRefLikeType || p.Type.TypeKind == TypeKind.TypeParameter);
        return parameter switch
        {
            { RefKind: RefKind.None, Type: INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", Arity: 1 } span } =>
                $"the span '{parameter.Name}' cannot live across a suspension; write '{span.Name.Replace("Span", "Memory")}<{Shown.Type(span.TypeArguments[0])}>'",
            { RefKind: RefKind.None } => $"the ref struct '{parameter.Name}' cannot live across a suspension; pass a class or a plain struct",
            { RefKind: RefKind.Ref or RefKind.Out } =>
                $"'{parameter.Name}' is passed by reference, which cannot live across a suspension; give its value as the result, '{Shown.CoroutineType(parameter.Type)}', or pass an object that holds it",
            _ => $"'{parameter.Name}' is passed by reference, which cannot live across a suspension; pass it by value",
        };
    }

    /// <summary>What a body without <c>yield</c> returns, where that is not a coroutine already.</summary>
    private static string? ReturnedValue(SyntaxNode declaration) =>
        IteratorBody.InFunction(declaration).OfType<ReturnStatementSyntax>().FirstOrDefault(r => r.Expression is not null)?.Expression is { } value ? Shown.Code(value) : null;

    private static bool CanBecomeCoroutine(SyntaxNode declaration, IMethodSymbol method, CoroutineContext coroutines) =>
        method.Parameters.All(p => p.RefKind == RefKind.None)
        && (!MethodShapes.IsSequence(method.ReturnType) || coroutines.IsCoroutineType(method.ReturnType) || IteratorBody.Yields(declaration))
        && !method.ReturnsByRef && !method.ReturnsByRefReadonly && !method.ReturnType.IsRefLikeType && method.ReturnType.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer);

    /// <summary>Whether a body that is written for a part of a coroutine, or for an asynchronous sequence, says what a coroutine would do.</summary>
    private static bool IsClear(SyntaxNodeAnalysisContext context, IMethodSymbol method, CoroutineContext coroutines)
    {
        var (type, hasNoBody, yields) = (method.ReturnType, LacksBody(context.Node), IteratorBody.Yields(context.Node));
        if (MethodShapes.Items(type) is not null) return type.Name == "IAsyncEnumerable" && (hasNoBody || yields && !AwaitsSteps(context.Node)) && method.Parameters.All(p => p.GetAttributes().IsEmpty);
        if (!coroutines.IsItself(type) || hasNoBody || yields) return true;
        var result = MethodShapes.ResultType(method, coroutines);
        return Returned(context.Node).Select(value => value is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression } ? null : context.SemanticModel.GetTypeInfo(value, context.CancellationToken).Type).All(given => given is not null
            && (coroutines.IsWaitable(type) ? coroutines.IsWaitable(given) : result is not null && context.Compilation.HasImplicitConversion(given, result)));
    }

    /// <summary><c>await foreach</c> and <c>await using</c>.</summary>
    private static bool AwaitsSteps(SyntaxNode method) => IteratorBody.InFunction(method).Any(node => node is
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });

    private static IEnumerable<ExpressionSyntax> Returned(SyntaxNode method) => method is MethodDeclarationSyntax { ExpressionBody.Expression: { } value }
        ? [value]
        : IteratorBody.InFunction(method).OfType<ReturnStatementSyntax>().Select(statement => statement.Expression).OfType<ExpressionSyntax>();

    private static Location Place(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        LocalFunctionStatementSyntax function => function.Identifier.GetLocation(),
        LambdaExpressionSyntax lambda => lambda.ArrowToken.GetLocation(),
        AccessorDeclarationSyntax accessor => accessor.Keyword.GetLocation(),
        OperatorDeclarationSyntax op => op.OperatorToken.GetLocation(),
        _ => node.GetLocation(),
    };

    private static string Name(IMethodSymbol method) => method.MethodKind == MethodKind.LambdaMethod ? "lambda" : method.Name;
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// Rewrites a method as a coroutine of the same meaning.
/// <code>
/// async Task&lt;int&gt; M() { await x; return 1; }
/// [Coroutine] IEnumerator&lt;Yield&lt;int&gt;&gt; M() { x.Await(); yield return 1; }
/// </code>
/// </summary>
internal sealed class MakeCoroutine : CSharpSyntaxRewriter
{
    private readonly Place site;
    private readonly TypeSyntax? result;
    private readonly bool returnsWaitables;
    private readonly bool isConvertible;

    private MakeCoroutine(Place site, TypeSyntax? result, bool returnsWaitables, bool isConvertible)
    {
        this.site = site;
        this.result = result;
        this.returnsWaitables = returnsWaitables;
        this.isConvertible = isConvertible;
    }

    internal static MethodDeclarationSyntax Rewrite(Place site, MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        var coroutines = site.Coroutines;
        var isCoroutineType = coroutines.IsCoroutineType(symbol.ReturnType);
        var resultType = isCoroutineType ? coroutines.ResultType(symbol.ReturnType) : MethodShapes.ResultType(symbol, coroutines);
        var result = resultType is null ? null : TypeOf(resultType);
        // no user-defined conversion exists from an interface or from object, and what can be waited for would be: such a result is set, not yielded
        var isConvertible = resultType is { TypeKind: not TypeKind.Interface, SpecialType: not SpecialType.System_Object } && !coroutines.IsWaitable(resultType);
        var returnsWaitables = !symbol.IsAsync && (isCoroutineType || coroutines.IsTaskLike(symbol.ReturnType) || coroutines.IsItself(symbol.ReturnType) && coroutines.IsWaitable(symbol.ReturnType));
        var rewriter = new MakeCoroutine(site, result, returnsWaitables, isConvertible);

        var isBodiless = method.Body is null && method.ExpressionBody is null;
        var body = isBodiless ? null : (BlockSyntax)rewriter.Visit(method.Body ?? OfExpression(method, symbol));
        if (body is not null && !IteratorBody.Yields(body)) body = Ended(body, isOnOneLine: method.Body is { } written && !written.ToString().Contains('\n'));
        var type = isCoroutineType
            ? method.ReturnType
            : ParseTypeName(MethodShapes.Items(symbol.ReturnType) is { } item
                    ? $"global::System.Collections.Generic.IEnumerable<{TypeOf(item)}>"
                    : $"global::System.Collections.Generic.IEnumerator<global::CoroutineDsl.Yield{(result is null ? "" : $"<{result}>")}>")
                .WithAdditionalAnnotations(Simplifier.Annotation).WithTriviaFrom(method.ReturnType);
        var isAsync = method.Modifiers.FirstOrDefault(m => m.IsKind(SyntaxKind.AsyncKeyword));
        if (isAsync != default && method.Modifiers[0] == isAsync) type = type.WithLeadingTrivia(isAsync.LeadingTrivia);
        return method
            .WithModifiers(isAsync == default ? method.Modifiers : method.Modifiers.Remove(isAsync))
            .WithReturnType(type)
            .WithBody(method.Body is null ? body?.WithAdditionalAnnotations(Formatter.Annotation) : body)
            .WithExpressionBody(null)
            .WithSemicolonToken(isBodiless ? method.SemicolonToken : default);
    }

    private static BlockSyntax Ended(BlockSyntax body, bool isOnOneLine) => body.AddStatements(
        isOnOneLine ? Syntax.YieldBreak().WithTrailingTrivia(Space) : Syntax.YieldBreak().WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation));

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        var visited = (ReturnStatementSyntax)base.VisitReturnStatement(node)!;
        if (visited.Expression is not { } value) return Syntax.YieldBreak().WithTriviaFrom(node);
        value = value.WithoutTrivia();
        if (returnsWaitables) value = Syntax.Await(value);
        StatementSyntax[] statements = result is null
            ? [ExpressionStatement(value), Syntax.YieldBreak()]
            : isConvertible && HasTypeOfItsOwn(value) && IteratorBody.ForbidsYieldReturn(node) is null
                ? [Syntax.YieldReturn(value)]
                : [ExpressionStatement(Syntax.Call(Syntax.WithTypeArgument(Syntax.StaticMember(site, "Coroutine", "SetResult"), result), value)), Syntax.YieldBreak()];
        return statements.Length == 1 ? statements[0].WithTriviaFrom(node) : Several(node, statements);
    }

    public override SyntaxNode? VisitBlock(BlockSyntax node) => Flatten(node, (BlockSyntax)base.VisitBlock(node)!);

    public override SyntaxNode? VisitAwaitExpression(AwaitExpressionSyntax node)
    {
        var visited = (AwaitExpressionSyntax)base.VisitAwaitExpression(node)!;
        var awaited = visited.Expression;
        if (awaited is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } configured }) awaited = configured.Expression;
        return Syntax.Await(awaited.WithoutTrivia()).WithTriviaFrom(node);
    }

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => node;

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;

    /// <summary>Whether it could be nothing but the result: <c>null</c> could be the <c>Yield</c> itself.</summary>
    private static bool HasTypeOfItsOwn(ExpressionSyntax value) => value switch
    {
        ParenthesizedExpressionSyntax inner => HasTypeOfItsOwn(inner.Expression),
        PostfixUnaryExpressionSyntax unary => HasTypeOfItsOwn(unary.Operand),
        ConditionalExpressionSyntax choice => HasTypeOfItsOwn(choice.WhenTrue) && HasTypeOfItsOwn(choice.WhenFalse),
        SwitchExpressionSyntax choice => choice.Arms.All(arm => HasTypeOfItsOwn(arm.Expression)),
        LiteralExpressionSyntax literal => literal.Kind() is not (SyntaxKind.NullLiteralExpression or SyntaxKind.DefaultLiteralExpression),
        ImplicitObjectCreationExpressionSyntax or CollectionExpressionSyntax or AnonymousFunctionExpressionSyntax => false,
        _ => true,
    };

    private const string Spliced = "CoroutineDsl.Spliced";

    /// <summary>A statement that became several is a marked block first; a block around it takes them in, any other parent keeps the block.</summary>
    private static StatementSyntax Several(StatementSyntax original, StatementSyntax[] statements)
    {
        statements[0] = statements[0].WithLeadingTrivia(original.GetLeadingTrivia()).WithTrailingTrivia(ElasticLineFeed);
        statements[statements.Length - 1] = statements[statements.Length - 1].WithLeadingTrivia(ElasticMarker).WithTrailingTrivia(original.GetTrailingTrivia());
        return Block(statements).WithAdditionalAnnotations(new SyntaxAnnotation(Spliced), Formatter.Annotation);
    }

    private static BlockSyntax Flatten(BlockSyntax original, BlockSyntax visited)
    {
        if (visited == original) return visited;
        return visited.WithStatements(List(visited.Statements.SelectMany(s =>
            s is BlockSyntax spliced && s.HasAnnotations(Spliced) ? spliced.Statements.Select(x => x.WithAdditionalAnnotations(Formatter.Annotation)) : (IEnumerable<StatementSyntax>)[s])));
    }

    private static BlockSyntax OfExpression(MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        var expression = method.ExpressionBody!.Expression;
        var isStatement = symbol.ReturnsVoid || symbol.IsAsync && symbol.ReturnType is INamedTypeSymbol { Arity: 0 };
        return Block(isStatement ? ExpressionStatement(expression) : ReturnStatement(Token(SyntaxKind.ReturnKeyword).WithTrailingTrivia(Space), expression, Token(SyntaxKind.SemicolonToken)));
    }

    private static TypeSyntax TypeOf(ITypeSymbol type) =>
        ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier)))
            .WithAdditionalAnnotations(Simplifier.Annotation);
}

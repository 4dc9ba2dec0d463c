using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Oracle;

/// <summary>
/// Rewrites coroutines to <c>async</c> methods, mechanically: <c>x.Await()</c> to <c>await x</c>, <c>yield return value</c> to <c>return value</c>, and so on.
/// The C# compiler's lowering of the outcome is the independent judge of ours.
/// </summary>
internal sealed class AsyncRewriter(SemanticModel model) : CSharpSyntaxRewriter
{
    private const string ResultName = "__result";
    private const string BoundName = "__bound";
    private static readonly SyntaxToken Discard = Identifier(TriviaList(), SyntaxKind.UnderscoreToken, "_", "_", TriviaList());

    private ITypeSymbol? _result; // of the coroutine around
    private bool _inCoroutine;
    private bool _inStream;
    private int _names;

    public static SyntaxTree Rewrite(SyntaxTree tree, SemanticModel model) =>
        tree.WithRootAndOptions(new AsyncRewriter(model).Visit(tree.GetRoot()), tree.Options);

    public override SyntaxNode? VisitUsingDirective(UsingDirectiveSyntax node) =>
        node.NamespaceOrType.ToString() == "CoroutineDsl.Oracle.Script" ? node.WithNamespaceOrType(ParseName("CoroutineDsl.Oracle.AsyncScript")) : node;

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var symbol = model.GetDeclaredSymbol(node);
        if (!CoroutineSymbols.IsCoroutine(symbol))
            return base.VisitMethodDeclaration(node);
        (_inCoroutine, _result) = (true, CoroutineSymbols.Sequence(symbol!.ReturnType).Result);
        var yielded = CoroutineSymbols.Yielded(symbol);
        _inStream = yielded is not null;
        var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        method = method.WithAttributeLists(default).WithLeadingTrivia(node.GetLeadingTrivia());
        if (yielded is not null)
            method = method.WithReturnType(ParseTypeName($"global::System.Collections.Generic.IAsyncEnumerable<{TypeText(yielded)}>").WithTrailingTrivia(Space));
        if (method.Body is { } body)
        {
            if (_result is not null)
                body = body.WithStatements(body.Statements
                    .Insert(0, ParseStatement($"{TypeText(_result)} {ResultName} = default!;"))
                    .Add(ParseStatement($"return {ResultName};")));
            var modifiers = method.Modifiers;
            var partialAt = modifiers.IndexOf(SyntaxKind.PartialKeyword);
            method = method.WithBody(body).WithModifiers(modifiers.Insert(partialAt < 0 ? modifiers.Count : partialAt, Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(Space)));
        }
        _inCoroutine = _inStream = false;
        return method;
    }

    public override SyntaxNode? VisitGenericName(GenericNameSyntax node)
    {
        if (node.Parent is QualifiedNameSyntax or MemberAccessExpressionSyntax || model.GetSymbolInfo(node).Symbol is not ITypeSymbol type)
            return base.VisitGenericName(node);
        if (CoroutineSymbols.Sequence(type) is (true, var result))
            return ParseTypeName(result is null ? "global::System.Threading.Tasks.Task" : $"global::System.Threading.Tasks.Task<{TypeText(result)}>").WithTriviaFrom(node);
        if (type is INamedTypeSymbol { Name: "Suspension" or "Coroutine", TypeArguments: [var value] } && CoroutineSymbols.IsWaitable(type))
            return ParseTypeName($"global::System.Threading.Tasks.Task<{TypeText(value)}>").WithTriviaFrom(node);
        return base.VisitGenericName(node);
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        node.Identifier.Text is "Suspension" or "Coroutine" && node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or AttributeSyntax) && model.GetSymbolInfo(node).Symbol is ITypeSymbol
            ? ParseTypeName("global::System.Threading.Tasks.Task").WithTriviaFrom(node)
            : base.VisitIdentifierName(node);

    public override SyntaxNode? VisitYieldStatement(YieldStatementSyntax node)
    {
        if (!_inCoroutine || _inStream)
            return base.VisitYieldStatement(node);
        if (node.Expression is not { } expression)
            return ParseStatement(_result is null ? "return;" : $"return {ResultName};").WithTriviaFrom(node);
        var isWait = CoroutineSymbols.IsWaitable(model.GetTypeInfo(expression).Type);
        var rewritten = (ExpressionSyntax)Visit(expression)!;
        return (isWait ? (StatementSyntax)ExpressionStatement(Awaiting(rewritten)) : ReturnStatement(rewritten.WithLeadingTrivia(Space))).WithTriviaFrom(node);
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (!_inCoroutine || model.GetSymbolInfo(node).Symbol is not IMethodSymbol callee)
            return base.VisitInvocationExpression(node);
        if (CoroutineSymbols.IsAwait(callee) && node.Expression is MemberBindingExpressionSyntax)
            return ParenthesizedExpression(Awaiting(IdentifierName(BoundName))); // x?.Await()
        if (CoroutineSymbols.IsAwait(callee) && node.Expression is MemberAccessExpressionSyntax { Expression: var operand })
            return ParenthesizedExpression(Awaiting((ExpressionSyntax)Visit(operand)!)).WithTriviaFrom(node);
        if (callee.ContainingType.ToDisplayString() == "CoroutineDsl.Coroutine")
            switch (callee.Name)
            {
                case "SetResult":
                    return AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName(ResultName), Argument(node));
                case "Call":
                    return Argument(node);
            }
        return base.VisitInvocationExpression(node);
    }

    /// <summary><c>a?.Get().Await()</c> has no direct form: <c>a is { } c ? await c.Get() : default</c>.</summary>
    public override SyntaxNode? VisitConditionalAccessExpression(ConditionalAccessExpressionSyntax node)
    {
        if (!_inCoroutine || !ContainsAwait(node.WhenNotNull))
            return base.VisitConditionalAccessExpression(node);
        var (test, bound) = Unconditional(node);
        var type = ParseTypeName(TypeText(model.GetTypeInfo(node).Type!));
        return ParenthesizedExpression(ConditionalExpression(test, CastExpression(type, ParenthesizedExpression(bound)), DefaultExpression(type)));
    }

    public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        if (_inCoroutine && node.Expression is ConditionalAccessExpressionSyntax access && ContainsAwait(access.WhenNotNull))
        {
            var (test, bound) = Unconditional(access);
            var inner = bound switch
            {
                ParenthesizedExpressionSyntax { Expression: AwaitExpressionSyntax bare } => bare,
                ParenthesizedExpressionSyntax { Expression: ConditionalExpressionSyntax } nested => AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName(Discard), nested),
                _ => bound,
            };
            return Block(IfStatement(test, ExpressionStatement(inner))).WithTriviaFrom(node);
        }
        // (await x); is not a statement
        var visited = base.VisitExpressionStatement(node);
        return visited is ExpressionStatementSyntax { Expression: ParenthesizedExpressionSyntax { Expression: AwaitExpressionSyntax awaiting } } statement
            ? statement.WithExpression(awaiting)
            : visited;
    }

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node)
    {
        var isStream = _inCoroutine && IsStream(node.Expression);
        var loop = (ForEachStatementSyntax)base.VisitForEachStatement(node)!;
        return isStream ? loop.WithAwaitKeyword(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space)) : loop;
    }

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node)
    {
        var isStream = _inCoroutine && IsStream(node.Expression);
        var loop = (ForEachVariableStatementSyntax)base.VisitForEachVariableStatement(node)!;
        return isStream ? loop.WithAwaitKeyword(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space)) : loop;
    }

    private bool IsStream(ExpressionSyntax expression) =>
        CoroutineSymbols.IsCoEnumerable(model.GetTypeInfo(expression).Type) || CoroutineSymbols.Yielded(model.GetSymbolInfo(expression).Symbol as IMethodSymbol) is not null
        || expression is ParenthesizedExpressionSyntax { Expression: var inner } && IsStream(inner);

    public override SyntaxNode? VisitCatchClause(CatchClauseSyntax node)
    {
        var caught = node.Declaration is { } declared ? model.GetTypeInfo(declared.Type).Type : null;
        var clause = (CatchClauseSyntax)base.VisitCatchClause(node)!;
        if (!_inCoroutine || !CoroutineSymbols.LetsExitsPass(caught))
            return clause;
        var name = node.Declaration?.Identifier is { RawKind: not 0 } identifier ? identifier.Text : $"__e{_names++}";
        var declaration = CatchDeclaration(ParseTypeName("global::System.Exception").WithTrailingTrivia(Space), ParseToken(name));
        var isOrdinary = $"!global::CoroutineDsl.Oracle.AsyncScript.IsExit({name})";
        var filter = clause.Filter is { } own ? $"{isOrdinary} && ({own.FilterExpression})" : isOrdinary;
        return clause.WithDeclaration(declaration).WithFilter(CatchFilterClause(ParseExpression(filter)));
    }

    private (ExpressionSyntax Test, ExpressionSyntax Bound) Unconditional(ConditionalAccessExpressionSyntax node)
    {
        var name = $"__c{_names++}";
        var receiver = ParenthesizedExpression((ExpressionSyntax)Visit(node.Expression)!);
        var bound = new BindingReplacer(name).Replace((ExpressionSyntax)Visit(node.WhenNotNull)!);
        var designation = SingleVariableDesignation(Identifier(name)).WithLeadingTrivia(Space);
        var pattern = RecursivePattern(null, null, PropertyPatternClause(), designation).WithLeadingTrivia(Space);
        return (IsPatternExpression(receiver, Token(SyntaxKind.IsKeyword).WithLeadingTrivia(Space), pattern), bound);
    }

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => OutsideCoroutine(() => base.VisitLocalFunctionStatement(node));

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => OutsideCoroutine(() => base.VisitParenthesizedLambdaExpression(node));

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => OutsideCoroutine(() => base.VisitSimpleLambdaExpression(node));

    public override SyntaxNode? VisitAnonymousMethodExpression(AnonymousMethodExpressionSyntax node) => OutsideCoroutine(() => base.VisitAnonymousMethodExpression(node));

    /// <summary>Functions inside a coroutine are their own: they neither wait nor yield for it.</summary>
    private SyntaxNode? OutsideCoroutine(Func<SyntaxNode?> visit)
    {
        var before = _inCoroutine;
        _inCoroutine = false;
        var visited = visit();
        _inCoroutine = before;
        return visited;
    }

    private static bool ContainsAwait(SyntaxNode node) => node.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
        .Any(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Await" } or MemberBindingExpressionSyntax { Name.Identifier.Text: "Await" });

    private ExpressionSyntax Argument(InvocationExpressionSyntax call) => (ExpressionSyntax)Visit(call.ArgumentList.Arguments[0].Expression)!;

    private static AwaitExpressionSyntax Awaiting(ExpressionSyntax operand) =>
        AwaitExpression(Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(Space), ParenthesizedExpression(operand.WithoutTrivia()));

    private static string TypeText(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));

    /// <summary>Puts a name in front of the <c>.M</c> or <c>[i]</c> that a conditional access starts with.</summary>
    private sealed class BindingReplacer(string name)
    {
        public ExpressionSyntax Replace(ExpressionSyntax expression)
        {
            var first = expression.DescendantNodesAndSelf(n => n is not ConditionalAccessExpressionSyntax inner || inner == expression)
                .First(n => n is MemberBindingExpressionSyntax or ElementBindingExpressionSyntax or IdentifierNameSyntax { Identifier.Text: BoundName });
            ExpressionSyntax bound = first switch
            {
                MemberBindingExpressionSyntax member => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, IdentifierName(name), member.Name),
                ElementBindingExpressionSyntax element => ElementAccessExpression(IdentifierName(name), element.ArgumentList),
                _ => IdentifierName(name),
            };
            return expression.ReplaceNode(first, bound);
        }
    }
}

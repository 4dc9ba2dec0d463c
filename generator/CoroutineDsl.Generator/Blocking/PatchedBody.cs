using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// The compile-time monkey patch of a coroutine: its blocking calls are written cooperatively, and the result is lowered like any other. What the user could have written is written for him, on the same lines.
/// <code>
/// n = socket.Receive(buffer);
/// n = global::CoroutineDsl.Patching.SocketPatches.CoReceive(socket, buffer).Await();
/// </code>
/// </summary>
internal static class PatchedBody
{
    /// <summary>The method as it is to be lowered: itself where nothing in it is patched.</summary>
    public static (IMethodSymbol Method, MethodDeclarationSyntax Declaration, SemanticModel Model) Of(
        IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        if (PatchScope.Of(model.Compilation).AreasAt(method) == 0 || declaration.Body is not { } body) return (method, declaration, model);
        var namespaces = new SortedSet<string>(StringComparer.Ordinal) { KnownNames.Namespace };
        var calls = Calls(method, body, model, namespaces, cancel);
        if (calls.Count == 0) return (method, declaration, model);

        var mark = new SyntaxAnnotation();
        var root = declaration.SyntaxTree.GetRoot(cancel).ReplaceNodes(
            calls.Keys.Append<SyntaxNode>(declaration),
            (original, current) => original == declaration ? current.WithAdditionalAnnotations(mark) : calls[original]((ExpressionSyntax)current));
        var tree = declaration.SyntaxTree.WithRootAndOptions(root, declaration.SyntaxTree.Options);
        var import = CSharpSyntaxTree.ParseText(string.Concat(namespaces.Select(space => $"global using {space};")), (CSharpParseOptions)tree.Options, cancellationToken: cancel);
        var patchedModel = model.Compilation.ReplaceSyntaxTree(declaration.SyntaxTree, tree).AddSyntaxTrees(import).GetSemanticModel(tree);
        var patched = (MethodDeclarationSyntax)tree.GetRoot(cancel).GetAnnotatedNodes(mark).Single();
        return ((IMethodSymbol)patchedModel.GetDeclaredSymbol(patched, cancel)!, patched, patchedModel);
    }

    private static Dictionary<SyntaxNode, Func<ExpressionSyntax, ExpressionSyntax>> Calls(IMethodSymbol method, BlockSyntax body, SemanticModel model, SortedSet<string> namespaces, CancellationToken cancel)
    {
        var found = new Dictionary<SyntaxNode, Func<ExpressionSyntax, ExpressionSyntax>>();
        if (model.GetOperation(body, cancel) is not { } operation) return found;
        var blocking = BlockingCalls.Of(model.Compilation);
        var scope = PatchScope.Of(model.Compilation);
        foreach (var inner in operation.Descendants())
        {
            if (inner is IInvocationOperation or IPropertyReferenceOperation && ThreadStarts.Replaces(inner, method) && !ExpressionTrees.Contain(inner.Syntax, model, cancel))
            {
                var isStatic = inner is IInvocationOperation { TargetMethod.IsStatic: true };
                found[inner.Syntax] = current => ThreadStarts.Write(current, isStatic);
                continue;
            }

            if (blocking.Find(inner) is not { } call || LexicalLock.Contains(inner.Syntax) || !scope.Covers(call, method) || Cooperative(call, model, cancel) is not { } cooperative) continue;
            Func<ExpressionSyntax, ExpressionSyntax> write = IsInNestedFunction(call.Operation) ? current => NestedCall(current, cooperative) : cooperative.Write;
            // what a loop goes through may be a call that blocks as well
            found[call.Operation.Syntax] = found.TryGetValue(call.Operation.Syntax, out var outer) ? current => outer(write(current)) : write;
            if (cooperative.IsConditional) namespaces.UnionWith([.. cooperative.Namespaces, OwnedCall.Namespace]);
        }
        return found;
    }

    /// <summary>Whether a method runs as the text that is written here. What is intercepted in it runs only where it is not lowered.</summary>
    public static bool IsLowered(IMethodSymbol method, CancellationToken cancel) => Eligibility.IsMarked(method) && Eligibility.Check(method, cancel) == Ineligibility.None;

    /// <summary>What is written for a blocking call in a coroutine; null where nothing can wait where it stands.</summary>
    public static CooperativeCall? Cooperative(BlockingCall call, SemanticModel model, CancellationToken cancel)
    {
        var isNested = IsInNestedFunction(call.Operation);
        if (isNested && (call.Form == CooperativeForm.Sequence || call.Operation is not IInvocationOperation || ExpressionTrees.Contain(call.Operation.Syntax, model, cancel))) return null;
        return CooperativeCall.Of(call, model, isQualified: true, isNested);
    }

    /// <summary>A nested function may run anywhere. Lowered text is not intercepted, so the choice that an interceptor makes is written out.</summary>
    private static ExpressionSyntax NestedCall(ExpressionSyntax current, CooperativeCall cooperative) =>
        AwaitSyntax.Call(ParseExpression("global::CoroutineDsl.Patching.Patched"), "Call", Argument(Lambda(cooperative.Write(current))), Argument(Lambda(current))).WithTriviaFrom(current);

    private static LambdaExpressionSyntax Lambda(ExpressionSyntax body) => ParenthesizedLambdaExpression(body.WithoutTrivia())
        .WithArrowToken(Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space));

    private static bool IsInNestedFunction(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
            if (outer is IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
        return false;
    }
}

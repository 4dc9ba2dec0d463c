using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Patching;

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
        var calls = Calls(method, body, model, cancel);
        if (calls.Count == 0) return (method, declaration, model);

        var mark = new SyntaxAnnotation();
        var root = declaration.SyntaxTree.GetRoot(cancel).ReplaceNodes(
            calls.Keys.Append<SyntaxNode>(declaration),
            (original, current) => original == declaration ? current.WithAdditionalAnnotations(mark) : calls[original].Write((ExpressionSyntax)current));
        var tree = declaration.SyntaxTree.WithRootAndOptions(root, declaration.SyntaxTree.Options);
        var import = CSharpSyntaxTree.ParseText("global using CoroutineDsl;", (CSharpParseOptions)tree.Options, cancellationToken: cancel);
        var patchedModel = model.Compilation.ReplaceSyntaxTree(declaration.SyntaxTree, tree).AddSyntaxTrees(import).GetSemanticModel(tree);
        var patched = (MethodDeclarationSyntax)tree.GetRoot(cancel).GetAnnotatedNodes(mark).Single();
        return ((IMethodSymbol)patchedModel.GetDeclaredSymbol(patched, cancel)!, patched, patchedModel);
    }

    private static Dictionary<SyntaxNode, CooperativeCall> Calls(IMethodSymbol method, BlockSyntax body, SemanticModel model, CancellationToken cancel)
    {
        var found = new Dictionary<SyntaxNode, CooperativeCall>();
        if (model.GetOperation(body, cancel) is not { } operation) return found;
        var blocking = BlockingCalls.Of(model.Compilation);
        var scope = PatchScope.Of(model.Compilation);
        foreach (var inner in operation.InFunction())
            if (blocking.Find(inner) is { } call && scope.Covers(call, method) && CooperativeCall.Of(call, model, isQualified: true) is { } cooperative)
                found[inner.Syntax] = cooperative;
        return found;
    }
}

using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Interception;

/// <summary>From a call in the user's source to what the compiler needs to redirect it.</summary>
internal static class CallSiteParser
{
    /// <summary>Syntax only: a call by a simple name.</summary>
    public static bool MayCallCoroutine(SyntaxNode node, CancellationToken cancel) => node is InvocationExpressionSyntax call && NameOf(call) is not null;

    private static readonly Memo<CallSite?> Known = new();

    /// <summary>Null where the call is not one of a coroutine, or cannot be intercepted.</summary>
    public static CallSite? Parse(GeneratorSyntaxContext context, CancellationToken cancel) =>
        Known.Get(context.Node, context.SemanticModel.Compilation, () => Make(context, cancel));

    private static CallSite? Make(GeneratorSyntaxContext context, CancellationToken cancel)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var namespaces = InterceptorNamespaces.Of(call.SyntaxTree.Options);
        if (!namespaces.AllowOurs || !CoroutineNames.MayContain(context.SemanticModel.Compilation, NameOf(call)!.Identifier.ValueText, cancel))
            return null;
        if (context.SemanticModel.GetSymbolInfo(call, cancel).Symbol is not IMethodSymbol callee || callee.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension))
            return null;
        var method = (callee.ReducedFrom ?? callee).OriginalDefinition;
        if (Dispatch.IsVirtual(method) && call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax })
            return null; // the factory is dispatched, this call is not
        if (ExpressionTrees.Contain(call, context.SemanticModel, cancel))
            return null; // the tree would describe another call
        return context.SemanticModel.GetInterceptableLocation(call, cancel) is { } location && InterceptorTargets.Of(method, namespaces, cancel) is { } target
            ? new CallSite(location.Version, location.Data, location.GetDisplayLocation(), target)
            : null;
    }

    /// <summary>The name that is called; null where something else is, the result of another call for instance.</summary>
    public static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => null,
    };
}

using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Interception;

/// <summary>From a call in the user's source to what the compiler needs to redirect it.</summary>
internal static class CallSiteParser
{
    /// <summary>The calls in a file that an interceptor takes over, in source order.</summary>
    public static EquatableArray<CallSite> In(SyntaxNode root, SemanticModel model, CancellationToken cancel)
    {
        var namespaces = InterceptorNamespaces.Of(root.SyntaxTree.Options);
        return !namespaces.AllowOurs ? [] : root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => NameOf(call) is { } name && CoroutineNames.MayContain(model.Compilation, name.Identifier.ValueText, cancel))
            .Select(call => Parse(call, model, namespaces, cancel)).OfType<CallSite>().ToEquatableArray();
    }

    /// <summary>Null where the call is not one of a coroutine, or cannot be intercepted.</summary>
    private static CallSite? Parse(InvocationExpressionSyntax call, SemanticModel model, InterceptorNamespaces namespaces, CancellationToken cancel)
    {
        if (model.GetSymbolInfo(call, cancel).Symbol is not IMethodSymbol callee || callee.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension))
            return null;
        var method = (callee.ReducedFrom ?? callee).OriginalDefinition;
        if (Dispatch.IsVirtual(method) && call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax })
            return null; // the factory is dispatched, this call is not
        if (ExpressionTrees.Contain(call, model, cancel))
            return null; // the tree would describe another call
        return model.GetInterceptableLocation(call, cancel) is { } location && InterceptorTargets.Of(method, namespaces, cancel) is { } target
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

using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Interception;

/// <summary>From a blocking call where the patch is on to what the compiler needs to make it cooperative.</summary>
internal static class PatchedCallParser
{
    /// <summary>The blocking calls in a file that an interceptor makes cooperative, in source order: of a simple name, and not on <c>base</c>, which no interceptor can call.</summary>
    public static EquatableArray<PatchedCall> In(SyntaxNode root, SemanticModel model, CancellationToken cancel)
    {
        if (!PatchScope.Of(model.Compilation).IsAnywhere || !InterceptorNamespaces.Of(root.SyntaxTree.Options).AllowOurs) return [];
        var blocking = BlockingCalls.Of(model.Compilation);
        return root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => call.Expression is not MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax }
                && CallSiteParser.NameOf(call) is { } name && blocking.MayBeNamed(name.Identifier.ValueText))
            .Select(call => Parse(call, model, blocking, cancel)).OfType<PatchedCall>().ToEquatableArray();
    }

    /// <summary>Null where the call is not one of a patched member, or cannot be intercepted.</summary>
    private static PatchedCall? Parse(InvocationExpressionSyntax call, SemanticModel model, BlockingCalls blocking, CancellationToken cancel)
    {
        var scope = PatchScope.Of(model.Compilation);
        if (Method(model.GetEnclosingSymbol(call.SpanStart, cancel)) is not { } method || scope.AreasAt(method) == 0) return null;
        if (model.GetOperation(call, cancel) is not IInvocationOperation operation || blocking.Find(operation) is not { } found || !scope.Covers(found, method)) return null;
        if (ExpressionTrees.Contain(call, model, cancel)) return null;
        return model.GetInterceptableLocation(call, cancel) is { } location && PatchInterceptor.Of(found, operation.TargetMethod, blocking) is { } target
            ? new PatchedCall(Show(found.Member), found.Cooperative is { } cooperative ? Show(cooperative) : "Hub.Offload", new CallSite(location.Version, location.Data, location.GetDisplayLocation(), target))
            : null;
    }

    private static string Show(ISymbol member) => $"{member.ContainingType.Name}.{member.Name}";

    private static IMethodSymbol? Method(ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LambdaMethod or MethodKind.LocalFunction }) symbol = symbol.ContainingSymbol;
        return symbol as IMethodSymbol;
    }
}

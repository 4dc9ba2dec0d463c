using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Parsing;
using CoroutineDsl.Generator.Patching;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Interception;

/// <summary>From a blocking call where the patch is on to what the compiler needs to make it cooperative.</summary>
internal static class PatchedCallParser
{
    /// <summary>Syntax only: a call by a simple name, not on <c>base</c>, which no interceptor can call.</summary>
    public static bool MayBePatched(SyntaxNode node, CancellationToken cancel) =>
        node is InvocationExpressionSyntax { Expression: not MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } } call && CallSiteParser.NameOf(call) is not null;

    private static readonly Memo<PatchedCall?> Known = new();

    /// <summary>Null where the call is not one of a patched member, or cannot be intercepted.</summary>
    public static PatchedCall? Parse(GeneratorSyntaxContext context, CancellationToken cancel) =>
        PatchScope.Of(context.SemanticModel.Compilation).IsAnywhere ? Known.Get(context.Node, context.SemanticModel.Compilation, () => Make(context, cancel)) : null;

    private static PatchedCall? Make(GeneratorSyntaxContext context, CancellationToken cancel)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        var model = context.SemanticModel;
        var scope = PatchScope.Of(model.Compilation);
        if (!InterceptorNamespaces.Of(call.SyntaxTree.Options).AllowOurs) return null;
        var blocking = BlockingCalls.Of(model.Compilation);
        if (!blocking.MayBeNamed(CallSiteParser.NameOf(call)!.Identifier.ValueText)) return null;
        if (Method(model.GetEnclosingSymbol(call.SpanStart, cancel)) is not { } method || scope.AreasAt(method) == 0) return null;
        if (model.GetOperation(call, cancel) is not IInvocationOperation operation || blocking.Find(operation) is not { } found || !scope.Covers(found, method)) return null;
        if (ExpressionTrees.Contain(call, model, cancel)) return null;
        return model.GetInterceptableLocation(call, cancel) is { } location && PatchInterceptor.Of(found, operation.TargetMethod) is { } target
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

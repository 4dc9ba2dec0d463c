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
    public static EquatableArray<CallSite> In(SyntaxNode root, SemanticModel model, CancellationToken cancel)
    {
        if (!PatchScope.Of(model.Compilation).IsAnywhere || !InterceptorNamespaces.Of(root.SyntaxTree.Options).AllowOurs) return [];
        var blocking = BlockingCalls.Of(model.Compilation);
        return root.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => CallSiteParser.NameOf(call) is { } name && blocking.MayBeNamed(name.Identifier.ValueText))
            .Select(call => Parse(call, model, blocking, cancel)).OfType<CallSite>().ToEquatableArray();
    }

    /// <summary>Null where a blocking call cannot be intercepted.</summary>
    public static CallSite? Intercepted(BlockingCall found, SemanticModel model, BlockingCalls blocking, CancellationToken cancel)
    {
        if (found.Operation is not IInvocationOperation { Syntax: InvocationExpressionSyntax call } operation || call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax }) return null;
        if (found.Form == CooperativeForm.Sequence || LexicalLock.Contains(call) || ExpressionTrees.Contain(call, model, cancel)) return null;
        return model.GetInterceptableLocation(call, cancel) is { } location && PatchInterceptor.Of(found, operation.TargetMethod, blocking) is { } target
            ? new CallSite(location.Version, location.Data, location.GetDisplayLocation(), target)
            : null;
    }

    /// <summary>Null where the call is not one of a patched member, or cannot be intercepted.</summary>
    private static CallSite? Parse(InvocationExpressionSyntax call, SemanticModel model, BlockingCalls blocking, CancellationToken cancel)
    {
        var scope = PatchScope.Of(model.Compilation);
        if (PatchScope.MethodOf(model.GetEnclosingSymbol(call.SpanStart, cancel)) is not { } method || scope.AreasAt(method) == 0) return null;
        if (model.GetOperation(call, cancel) is not IInvocationOperation operation) return null;
        if (blocking.Find(operation) is { } found) return scope.Covers(found, method) ? Intercepted(found, model, blocking, cancel) : null;
        return Start(operation, call, method, model, cancel);
    }

    /// <summary>The start of a thread that the patch makes a greenlet; null where it stays what it is.</summary>
    public static CallSite? Start(IInvocationOperation operation, InvocationExpressionSyntax call, IMethodSymbol method, SemanticModel model, CancellationToken cancel) =>
        ThreadStarts.Replaces(operation, method) && !ExpressionTrees.Contain(call, model, cancel) && model.GetInterceptableLocation(call, cancel) is { } location
            ? new CallSite(location.Version, location.Data, location.GetDisplayLocation(), PatchInterceptor.OfStart(operation.TargetMethod.OriginalDefinition))
            : null;
}

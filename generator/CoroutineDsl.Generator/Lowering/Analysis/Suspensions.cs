using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>One <c>x.Await()</c>.</summary>
/// <param name="Operand">What is waited for; null where it is the receiver of <c>?.</c></param>
/// <param name="WaitType">The type that the operand is waited for as; null if the operand has it already.</param>
/// <param name="Result">The type of the value; null if there is none.</param>
internal sealed record AwaitCall(ExpressionSyntax? Operand, ITypeSymbol? WaitType, ITypeSymbol? Result)
{
    /// <summary>Whether the operand is dynamic.</summary>
    public bool IsBoundAtRunTime { get; init; }
}

/// <summary>What suspends in a body, and which nodes contain such.</summary>
internal sealed class Suspensions(HashSet<SyntaxNode> marked, Dictionary<SyntaxNode, AwaitCall> awaits)
{
    /// <summary>Whether the node suspends or contains what does.</summary>
    public bool IsMarked(SyntaxNode? node) => node is not null && marked.Contains(node);

    public AwaitCall? Await(SyntaxNode node) => awaits.TryGetValue(node, out var call) ? call : null;
}

internal static class SuspensionFinder
{
    public static Suspensions Find(LoweringContext context)
    {
        var marked = new HashSet<SyntaxNode>();
        var awaits = new Dictionary<SyntaxNode, AwaitCall>();
        foreach (var node in Functions.OwnNodes(context.Body))
        {
            context.Cancel.ThrowIfCancellationRequested();
            if (AwaitOf(node, context) is { } call)
                awaits.Add(node, call);
            else if (!IsSuspension(node, context))
                continue;
            for (SyntaxNode? current = node; current is not null && marked.Add(current) && current != context.Body; current = current.Parent)
            {
            }
        }
        return new Suspensions(marked, awaits);
    }

    private static bool IsSuspension(SyntaxNode node, LoweringContext context) => node switch
    {
        YieldStatementSyntax { Expression: { } value } => context.Type.IsStream || YieldedValue.Classify(value, context) != YieldedValue.Kind.Result,
        CommonForEachStatementSyntax loop => IsCoEnumerable(loop, context),
        UsingStatementSyntax { Expression: { } resource } => context.Known.IsCoDisposable(context.Model.GetTypeInfo(resource, context.Cancel).Type),
        UsingStatementSyntax { Declaration: { } resources } => IsCoDisposable(resources, context),
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0, Declaration: var resources } => IsCoDisposable(resources, context),
        _ => false,
    };

    /// <summary>Whether the steps of a loop may suspend: its enumerator, which an extension method may have made, is a <c>CoEnumerator</c>.</summary>
    public static bool IsCoEnumerable(CommonForEachStatementSyntax loop, LoweringContext context) =>
        StreamCall(loop, context) is not null || RuntimeTypes.Derives(context.Model.GetForEachStatementInfo(loop).GetEnumeratorMethod?.ReturnType, context.Known.CoEnumerator);

    /// <summary>The stream whose call a loop goes through: to C# an ordinary sequence.</summary>
    public static IMethodSymbol? StreamCall(CommonForEachStatementSyntax loop, LoweringContext context) =>
        FactoryCalls.Unparenthesized(loop.Expression) is InvocationExpressionSyntax call && FactoryCalls.Target(call, context) is { } method
        && CoroutineType.Of(method.ReturnType) is { IsStream: true, IsEnumerable: true } ? method : null;

    private static bool IsCoDisposable(VariableDeclarationSyntax resources, LoweringContext context) =>
        context.Known.IsCoDisposable(context.Model.GetTypeInfo(resources.Type, context.Cancel).Type);

    private static AwaitCall? AwaitOf(SyntaxNode node, LoweringContext context)
    {
        if (node is not InvocationExpressionSyntax call || CalledName(call) is not { Identifier.ValueText: "Await" })
            return null;
        if (context.Model.GetSymbolInfo(call, context.Cancel).Symbol is not IMethodSymbol method)
            return AwaitOfFactory(call, context) ?? AwaitOfDynamic(call, context);
        if (!RuntimeTypes.IsAwaitMethod(method))
            return null;
        ExpressionSyntax? operand;
        ITypeSymbol waitType;
        if (method.MethodKind == MethodKind.Ordinary && method.IsStatic)
        {
            operand = call.ArgumentList.Arguments[0].Expression;
            waitType = method.Parameters[0].Type;
        }
        else
        {
            operand = (call.Expression as MemberAccessExpressionSyntax)?.Expression;
            // of an extension method: the type that its receiver is passed as
            waitType = method.ReducedFrom is { } reduced
                ? (reduced.TypeParameters.Length > 0 ? reduced.Construct([.. method.TypeArguments]) : reduced).Parameters[0].Type
                : method.ContainingType;
        }
        var isExact = operand is null
            || RuntimeTypes.Same(context.Model.GetTypeInfo(operand, context.Cancel).Type, waitType)
            || FactoryCalls.IsCoroutineCall(operand, context);
        isExact &= method.ReturnType.TypeKind != TypeKind.Dynamic;
        return new AwaitCall(operand, isExact ? null : waitType, method.ReturnsVoid ? null : method.ReturnType);
    }

    /// <summary><c>TalkCoroutine(c).Await()</c>: the factory is generated, so the compiler that runs the generator does not know it yet.</summary>
    public static AwaitCall? AwaitOfFactory(ExpressionSyntax expression, LoweringContext context) =>
        FactoryCalls.Unparenthesized(expression) is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Await", Expression: var operand } }
        && FactoryCalls.Unparenthesized(operand) is InvocationExpressionSyntax factory && FactoryCalls.Unbound(factory, context) is { } coroutine
            ? new AwaitCall(factory, null, CoroutineType.Of(coroutine.ReturnType)!.Value.Result)
            : null;

    /// <summary><c>d.Await()</c> of a dynamic value: C# itself would look for an instance method at run time, and find none.</summary>
    private static AwaitCall? AwaitOfDynamic(InvocationExpressionSyntax call, LoweringContext context) =>
        call is { ArgumentList.Arguments.Count: 0, Expression: MemberAccessExpressionSyntax { Expression: var operand } } && context.Model.GetTypeInfo(operand, context.Cancel).Type is IDynamicTypeSymbol type
            ? new AwaitCall(operand, null, type) { IsBoundAtRunTime = true }
            : null;

    public static SimpleNameSyntax? CalledName(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name,
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => null,
    };
}

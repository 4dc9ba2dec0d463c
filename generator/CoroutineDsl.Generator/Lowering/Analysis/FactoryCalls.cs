using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>Calls of coroutine methods, which a lowered body writes as calls of their factories, and calls of factories by name.</summary>
internal static class FactoryCalls
{
    /// <summary>Whether the expression is a call of a coroutine method that has a factory returning a coroutine in its place.</summary>
    public static bool IsCoroutineCall(ExpressionSyntax expression, LoweringContext context) =>
        Unparenthesized(expression) is InvocationExpressionSyntax call && Target(call, context) is not null;

    /// <summary>The coroutine method that is called; null where the call must stay as it is.</summary>
    public static IMethodSymbol? Target(InvocationExpressionSyntax call, LoweringContext context)
    {
        if (SuspensionFinder.CalledName(call) is not { } name || context.Model.GetSymbolInfo(call, context.Cancel).Symbol is not IMethodSymbol method
            || method.MethodKind is not (MethodKind.Ordinary or MethodKind.ReducedExtension) || CoroutineType.Of(method.ReturnType) is null
            || context.Model.GetTypeInfo(call, context.Cancel).Type?.TypeKind == TypeKind.Dynamic // bound at run time, where factories are not looked for
            || method.ContainingType is { IsExtension: true } && (method.IsStatic || name is GenericNameSyntax) || !Factories.Exists(method, context.Cancel))
            return null;
        // base.M() must not be dispatched; the factory of a virtual coroutine is
        if (call.Expression is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax } && Dispatch.IsVirtual(method))
            return null;
        return name.Identifier.ValueText == method.Name ? method : null;
    }

    /// <summary>The coroutine whose generated factory is called by name, where the compiler could not bind the call because it is not generated yet.</summary>
    public static IMethodSymbol? Unbound(InvocationExpressionSyntax call, LoweringContext context)
    {
        if (SuspensionFinder.CalledName(call) is not { } name || !name.Identifier.ValueText.EndsWith(KnownNames.FactorySuffix, StringComparison.Ordinal)
            || context.Model.GetSymbolInfo(call, context.Cancel).Symbol is not null)
            return null;
        var stem = name.Identifier.ValueText.Substring(0, name.Identifier.ValueText.Length - KnownNames.FactorySuffix.Length);
        var container = call.Expression is MemberAccessExpressionSyntax access
            ? context.Model.GetTypeInfo(access.Expression, context.Cancel).Type ?? context.Model.GetSymbolInfo(access.Expression, context.Cancel).Symbol as ITypeSymbol
            : null;
        var candidates = call.Expression is MemberAccessExpressionSyntax && container is null
            ? []
            : context.Model.LookupSymbols(call.SpanStart, container, stem, includeReducedExtensionMethods: true).OfType<IMethodSymbol>()
                .Where(m => Factories.Exists(m, context.Cancel) && (m.Parameters.Length >= call.ArgumentList.Arguments.Count || m.Parameters is [.., { IsParams: true }])).ToArray();
        if (candidates.Length > 1)
            candidates = [.. candidates.Where(m => MayTake(m, call.ArgumentList, context))];
        return candidates is [var only] && only.TypeParameters.Length == 0 ? only : null;
    }

    /// <summary>The type that the call of a factory by name returns, whether the compiler could bind it or not; null for any other call.</summary>
    public static CoroutineType? Named(InvocationExpressionSyntax call, LoweringContext context)
    {
        if (context.Model.GetSymbolInfo(call, context.Cancel).Symbol is not IMethodSymbol method)
            return Unbound(call, context) is { } coroutine ? CoroutineType.Of(coroutine.ReturnType) : null;
        return Eligibility.IsGenerated(method.OriginalDefinition) ? CoroutineType.OfFactory(method.ReturnType, context.Known) : null;
    }

    /// <summary>
    /// Whether what is called has an overload for coroutines beside the one for iterators: only then does a factory's coroutine, passed as it is, not change which overload is meant.
    /// </summary>
    public static bool IsTakenAsCoroutine(ArgumentSyntax argument, IMethodSymbol coroutine, LoweringContext context)
    {
        if (CoroutineType.Of(coroutine.ReturnType)!.Value.IsStream || argument.Parent?.Parent is not InvocationExpressionSyntax call || context.Model.GetSymbolInfo(call, context.Cancel).Symbol is not IMethodSymbol called
            || !RuntimeTypes.Same(called.ContainingAssembly, context.Known.Coroutine?.ContainingAssembly))
            return false;
        if (ParameterOf(argument, call.ArgumentList, called) is not { } parameter) return false;
        var wanted = CoroutineType.Of(coroutine.ReturnType)!.Value.Result is null ? context.Known.Coroutine : context.Known.CoroutineOfT;
        return called.ContainingType.GetMembers(called.Name).OfType<IMethodSymbol>().Any(other =>
            other.Arity == called.Arity && other.Parameters.Length == called.Parameters.Length && RuntimeTypes.Same(TakenBy(other.Parameters[parameter.Ordinal]).OriginalDefinition, wanted));
    }

    /// <summary>Whether an overload may be meant: where it is the only one that may, C# will mean it too.</summary>
    private static bool MayTake(IMethodSymbol method, ArgumentListSyntax list, LoweringContext context)
    {
        var given = new HashSet<IParameterSymbol>(SymbolEqualityComparer.Default);
        for (var i = 0; i < list.Arguments.Count; i++)
        {
            var argument = list.Arguments[i];
            var parameter = ParameterOf(argument, list, method);
            if (parameter is null || !given.Add(parameter) && !parameter.IsParams || method.TypeParameters.Length == 0 && !parameter.IsParams && !MayBecome(argument.Expression, parameter.Type, context))
                return false;
        }
        return method.Parameters.All(p => p.IsOptional || p.IsParams || given.Contains(p));
    }

    /// <summary>The parameter that an argument is for: by its name, by its place, or the last where that takes any number.</summary>
    private static IParameterSymbol? ParameterOf(ArgumentSyntax argument, ArgumentListSyntax list, IMethodSymbol method)
    {
        if (argument.NameColon is { } name) return method.Parameters.FirstOrDefault(p => p.Name == name.Name.Identifier.ValueText);
        var index = list.Arguments.IndexOf(argument);
        if (index < method.Parameters.Length) return method.Parameters[index];
        return method.Parameters is [.., { IsParams: true } last] ? last : null;
    }

    /// <summary>The type of one argument for the parameter: an element's, where it takes any number.</summary>
    private static ITypeSymbol TakenBy(IParameterSymbol parameter) => parameter is { IsParams: true, Type: IArrayTypeSymbol array } ? array.ElementType : parameter.Type;

    private static bool MayBecome(ExpressionSyntax argument, ITypeSymbol type, LoweringContext context) =>
        context.Model.GetTypeInfo(argument, context.Cancel).Type is IErrorTypeSymbol or IDynamicTypeSymbol || context.Model.ClassifyConversion(argument, type).IsImplicit;

    public static ExpressionSyntax Unparenthesized(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
            expression = parenthesized.Expression;
        return expression;
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>Which parameters of a twin the arguments of a call would be given to. What the call leaves out asks for nothing.</summary>
internal static class TwinArguments
{
    /// <summary>The parameter that each argument is for, and the twin's for the same; null where the twin does not take the arguments, or needs more.</summary>
    public static IReadOnlyList<(IParameterSymbol Taken, IParameterSymbol Target)>? Map(IInvocationOperation call, IMethodSymbol twin)
    {
        if (call.Syntax is not InvocationExpressionSyntax { ArgumentList.Arguments: var list }) return null;
        var isExtended = IsExtended(call);
        if (twin.ReducedFrom is not null && !isExtended && call.TargetMethod.IsExtensionMethod) return null; // 'Class.X(receiver)' names no class of the twin's
        var parameters = isExtended && twin is { IsExtensionMethod: true, ReducedFrom: null } ? twin.Parameters.RemoveAt(0) : twin.Parameters;
        var map = new List<(IParameterSymbol Taken, IParameterSymbol Target)>();
        for (var i = 0; i < list.Count; i++)
        {
            var taken = call.Arguments.FirstOrDefault(a => a.Syntax == list[i])?.Parameter;
            var isElement = taken is null;
            taken ??= call.TargetMethod.Parameters.LastOrDefault(p => p.IsParams);
            if (taken is null) return null;
            var named = list[i].NameColon is { } name ? parameters.FirstOrDefault(p => p.Name == name.Name.Identifier.ValueText) : null;
            var target = named ?? (i < parameters.Length ? parameters[i] : isElement ? parameters.LastOrDefault() : null);
            if (target is null || target.RefKind is not (RefKind.None or RefKind.In) || isElement && !target.IsParams || !Signatures.CanStandIn(target.Type, taken.Type)) return null;
            if (map.All(pair => !SymbolEqualityComparer.Default.Equals(pair.Taken, taken))) map.Add((taken, target));
        }

        return parameters.All(p => CanBeLeftOut(p) || map.Any(pair => SymbolEqualityComparer.Default.Equals(pair.Target, p))) ? map : null;
    }

    /// <summary>Why a twin does not take the arguments of a call: the first that it has no place for, or what it needs beyond them.</summary>
    public static string? Misfit(IInvocationOperation call, IMethodSymbol twin)
    {
        foreach (var argument in call.Arguments.Where(a => a.ArgumentKind != ArgumentKind.DefaultValue && a.Syntax is ArgumentSyntax))
            if (argument.Parameter is { } taken && !twin.Parameters.Any(p => Signatures.CanStandIn(p.Type, taken.Type) && (p.Name == taken.Name || p.Ordinal == taken.Ordinal)))
                return $"it takes no '{taken.Name}'";
        var needed = twin.Parameters.FirstOrDefault(p => !CanBeLeftOut(p) && call.TargetMethod.Parameters.All(taken => taken.Name != p.Name));
        return needed is null ? null : $"it needs '{needed.Name}'";
    }

    /// <summary>Whether a call need not give it: the token is the wait's own.</summary>
    public static bool CanBeLeftOut(IParameterSymbol parameter) => parameter.IsOptional || parameter.IsParams || Signatures.IsCancellationToken(parameter.Type);

    /// <summary>Whether a twin has the parameters of a method, in their order, and beyond them only what can be left out.</summary>
    public static bool AreThose(IMethodSymbol twin, IMethodSymbol method)
    {
        var (parameters, taken) = ((twin.ReducedFrom ?? twin).OriginalDefinition.Parameters, method.OriginalDefinition.Parameters);
        if (taken.Length > parameters.Length) return false;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (i >= taken.Length ? !parameters[i].IsOptional && !Signatures.IsCancellationToken(parameters[i].Type) : !CorrespondTo(parameters[i].Type, taken[i].Type)) return false;
        }

        return true;
    }

    // a type parameter of one is another than that of the other, and means the same at the same place
    private static bool CorrespondTo(ITypeSymbol cooperative, ITypeSymbol blocking) => (cooperative, blocking) switch
    {
        (ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } c, ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } b) => c.Ordinal == b.Ordinal,
        (INamedTypeSymbol { Arity: > 0 } c, INamedTypeSymbol { Arity: > 0 } b) when SymbolEqualityComparer.Default.Equals(c.OriginalDefinition, b.OriginalDefinition) =>
            c.TypeArguments.Zip(b.TypeArguments, CorrespondTo).All(same => same),
        _ => Signatures.CanStandIn(cooperative, blocking),
    };

    /// <summary>Whether it is a call <c>x.M()</c> of an extension method.</summary>
    public static bool IsExtended(IInvocationOperation call) =>
        call.TargetMethod.IsExtensionMethod && (call.TargetMethod.ReducedFrom is not null || call.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 0) is { Syntax: not ArgumentSyntax });
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>Whether a patch method takes what a member takes: the receiver first, then the same arguments.</summary>
internal static class PatchSignature
{
    /// <summary>The patch constructed with the type arguments of the member's use; null where it is for another overload.</summary>
    public static IMethodSymbol? Construct(IMethodSymbol patch, ISymbol member)
    {
        ImmutableArray<ITypeSymbol> typeArguments = [.. OfType(member.ContainingType), .. member is IMethodSymbol generic ? generic.TypeArguments : []];
        if (patch.Arity != typeArguments.Length) return null;
        var constructed = patch.Arity == 0 ? patch : patch.Construct([.. typeArguments]);
        var taken = Receiver(member).Concat(Parameters(member)).ToArray();
        if (constructed.Parameters.Length != taken.Length && !TakesToken(constructed, taken.Length)) return null;
        for (var i = 0; i < taken.Length; i++)
        {
            var parameter = constructed.Parameters[i];
            if (parameter.RefKind is not (RefKind.None or RefKind.In) || !Signatures.CanStandIn(parameter.Type, taken[i])) return null;
        }
        return HandsBack(constructed, member) ? constructed : null;
    }

    /// <summary>Whether it takes a token beyond what the member takes: that of the wait.</summary>
    public static bool TakesToken(IMethodSymbol patch, int taken) =>
        patch.Parameters.Length == taken + 1 && Signatures.IsCancellationToken(patch.Parameters[taken].Type) && Signatures.IsTask(patch.ReturnType);

    /// <summary>What the member assigns by reference, the patch gives with its result, and only then.</summary>
    private static bool HandsBack(IMethodSymbol patch, ISymbol member)
    {
        var byReference = member is IMethodSymbol method ? method.Parameters.Count(p => p.RefKind is not (RefKind.None or RefKind.In)) : 0;
        var isReturned = Signatures.IsAwaitable(patch.ReturnType, out var value) && value is { Name: "Returned", ContainingNamespace: { Name: "Patching", ContainingNamespace.Name: "CoroutineDsl" } };
        return byReference == (isReturned ? 1 : 0);
    }

    private static IEnumerable<ITypeSymbol> OfType(INamedTypeSymbol? type) => type is null ? [] : OfType(type.ContainingType).Concat(type.TypeArguments);

    private static IEnumerable<ITypeSymbol> Receiver(ISymbol member) =>
        member.IsStatic || member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? [] : [member.ContainingType];

    private static IEnumerable<ITypeSymbol> Parameters(ISymbol member) => member switch
    {
        IMethodSymbol method when method.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In) => method.Parameters.Select(p => p.Type),
        IMethodSymbol method => method.Parameters.Where(p => p.RefKind != RefKind.Out).Select(p => p.Type),
        IPropertySymbol property => property.Parameters.Select(p => p.Type),
        _ => [],
    };
}

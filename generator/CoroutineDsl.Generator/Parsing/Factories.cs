using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Parsing;

/// <summary>Whether a coroutine method has a factory: the generated one in this project, a compiled one in a referenced assembly.</summary>
internal static class Factories
{
    /// <summary>Whether <c>MCoroutine</c> exists for <paramref name="method"/>. Calls of it may then be written as calls of the factory.</summary>
    public static bool Exists(IMethodSymbol method, CancellationToken cancel)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (CoroutineType.Of(method.ReturnType) is null || !Eligibility.IsMarked(method))
            return false;
        return method.DeclaringSyntaxReferences.IsEmpty ? IsCompiled(method) : Eligibility.Check(method, cancel) == Ineligibility.None;
    }

    private static bool IsCompiled(IMethodSymbol method)
    {
        var parameters = ExtensionBlock.AllParameters(method);
        return ExtensionBlock.Host(method.ContainingType).GetMembers(method.Name + KnownNames.FactorySuffix).OfType<IMethodSymbol>().Any(factory =>
            factory.DeclaredAccessibility == method.DeclaredAccessibility
            && factory.TypeParameters.Length == ExtensionBlock.AllTypeParameters(method).Length
            && factory.Parameters.Select(p => p.Type.ToDisplayString()).SequenceEqual(parameters.Select(p => p.Type.ToDisplayString())));
    }
}

using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>The names of the runtime that the generator knows.</summary>
internal static class KnownNames
{
    public const string Namespace = "CoroutineDsl";
    public const string CoroutineAttribute = "CoroutineDsl.CoroutineAttribute";
    public const string InterceptorNamespace = "CoroutineDsl.Generated";

    /// <summary>The factory of coroutine <c>M</c> is <c>MCoroutine</c>.</summary>
    public const string FactorySuffix = "Coroutine";

    /// <summary>Whether an assembly is the runtime, or can have anything to say about it.</summary>
    public static bool KnowsRuntime(IAssemblySymbol assembly) =>
        assembly.Name == Namespace || assembly.Modules.Any(m => m.ReferencedAssemblies.Any(r => r.Name == Namespace));

    /// <summary>Whether a type is directly in the runtime's namespace.</summary>
    public static bool IsRuntimeType(INamedTypeSymbol? type) =>
        type is { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } };
}

using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Interception;

/// <summary>
/// How an interceptor, which lives in a class of its own, reaches the factory of a private or protected coroutine: by an internal member beside it.
/// <code>
/// internal static Coroutine TalkIntercepted(CoSocket conn) => Program.TalkCoroutine(conn);
/// </code>
/// </summary>
internal static class EntryPoint
{
    private const string Suffix = "Intercepted";

    /// <summary>The member that an interceptor calls.</summary>
    public static string NameFor(IMethodSymbol method) =>
        method.Name + (IsFactoryVisible(method) ? KnownNames.FactorySuffix : Suffix);

    /// <summary>The internal member, where one is needed and can be of use.</summary>
    public static string Of(IMethodSymbol method) => IsFactoryVisible(method) || !InterceptorVisibility.IsVisible(method) ? "" :
        $"\n    [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]\n"
        + $"    {FactorySignature.Declare(method, Accessibility.Internal, method.Name + Suffix)} => {FactorySignature.CallOf(method, method.Name + KnownNames.FactorySuffix)};\n";

    /// <summary>False where the member would have to be inherited from another assembly, which keeps its own to itself.</summary>
    public static bool Exists(IMethodSymbol method, CancellationToken cancel) =>
        IsFactoryVisible(method) || !method.DeclaringSyntaxReferences.IsEmpty && !VirtualFactories.Root(method, cancel).DeclaringSyntaxReferences.IsEmpty;

    private static bool IsFactoryVisible(IMethodSymbol method) =>
        method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal;
}

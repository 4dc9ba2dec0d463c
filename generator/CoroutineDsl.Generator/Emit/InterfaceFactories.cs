using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// A public factory implements the factory of an interface by its name. Where the type implements the interface's method by another method, the interface's
/// factory must follow that one; and so it must for a class derived from it that implements the interface again, by a method without a factory.
/// <code>
/// Coroutine&lt;int&gt; ITalker.TalkCoroutine(CoSocket conn) => Coroutine.FromIterator(((ITalker)this).Talk(conn));
/// </code>
/// What classes of another assembly do is not known: for them it follows the method, for those of this one it is the class's factory.
/// </summary>
internal static class InterfaceFactories
{
    public static string Of(IMethodSymbol method, Compilation compilation, CancellationToken cancel)
    {
        var type = method.ContainingType;
        if (method.IsStatic || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || method.DeclaredAccessibility != Accessibility.Public)
            return "";
        return string.Concat(type.Interfaces.SelectMany(i => i.AllInterfaces.Prepend(i)).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .SelectMany(i => i.GetMembers(method.Name).OfType<IMethodSymbol>())
            .Where(member => Factories.IsDeclaredFor(member.OriginalDefinition, cancel) && IsImplementedByFactoryOf(member, method) && !BringsItsOwn(type.FindImplementationForInterfaceMember(member), cancel))
            .Select(member => !SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method) || DerivedMethods.MayReimplement(method, compilation, cancel)
                ? Redirected(member, "")
                : VirtualFactories.IsOpen(method) ? Redirected(member, OwnFactory(method)) : ""));
    }

    /// <summary>Whether the interface's method is implemented explicitly, by a coroutine: so is its factory then.</summary>
    private static bool BringsItsOwn(ISymbol? implementation, CancellationToken cancel) =>
        implementation is IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation } method && Factories.IsDeclaredFor(method, cancel);

    private static string OwnFactory(IMethodSymbol method) =>
        $"GetType().Module == typeof({TypeText.Of(method.ContainingType)}).Module ? {FactorySignature.CallOf(method, method.Name + KnownNames.FactorySuffix)} : ";

    private static bool IsImplementedByFactoryOf(IMethodSymbol member, IMethodSymbol method) =>
        !member.IsGenericMethod && !method.IsGenericMethod
        && TypeIdentity.SameParameters(member.Parameters, method.Parameters);

    private static string Redirected(IMethodSymbol member, string before)
    {
        var owner = TypeText.Of(member.ContainingType);
        var sequence = CoroutineType.Of(member.ReturnType)!.Value;
        var iterator = $"(({owner})this).{TypeText.Identifier(member.Name)}({SignatureText.Arguments(member.Parameters)})";
        return $"\n    {Marks.Glue}\n    {sequence.FactoryType} {owner}.{TypeText.Identifier(member.Name + KnownNames.FactorySuffix)}({string.Join(", ", member.Parameters.Select(SignatureText.Parameter))}) =>\n"
            + $"        {before}{(sequence.IsStream ? "global::CoroutineDsl.Runtime.LoweredStreams.From" : "global::CoroutineDsl.Coroutine.FromIterator")}({iterator}{(sequence is { IsEnumerable: true, IsStream: false } ? ".GetEnumerator()" : "")});\n";
    }
}

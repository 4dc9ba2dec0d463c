using CoroutineDsl.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// A public factory implements the factory of an interface by its name. Where the type implements the interface's method by another method, the interface's
/// factory must follow that one.
/// <code>
/// Coroutine&lt;int&gt; ITalker.TalkCoroutine(CoSocket conn) => Coroutine.FromIterator(((ITalker)this).Talk(conn));
/// </code>
/// </summary>
internal static class InterfaceFactories
{
    public static string Of(IMethodSymbol method, CancellationToken cancel)
    {
        var type = method.ContainingType;
        if (method.IsStatic || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || method.DeclaredAccessibility != Accessibility.Public)
            return "";
        return string.Concat(type.Interfaces.SelectMany(i => i.AllInterfaces.Prepend(i)).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)
            .SelectMany(i => i.GetMembers(method.Name).OfType<IMethodSymbol>())
            .Where(member => Factories.IsDeclaredFor(member.OriginalDefinition, cancel) && IsImplementedByFactoryOf(member, method)
                && !SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(member), method))
            .Select(member => Redirected(member)));
    }

    private static bool IsImplementedByFactoryOf(IMethodSymbol member, IMethodSymbol method) =>
        !member.IsGenericMethod && !method.IsGenericMethod
        && member.Parameters.Select(p => p.Type).SequenceEqual(method.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default);

    private static string Redirected(IMethodSymbol member)
    {
        var owner = TypeText.Of(member.ContainingType);
        var sequence = CoroutineType.Of(member.ReturnType)!.Value;
        var iterator = $"(({owner})this).{TypeText.Identifier(member.Name)}({SignatureText.Arguments(member.Parameters)})";
        return $"\n    {sequence.FactoryType} {owner}.{member.Name + KnownNames.FactorySuffix}({string.Join(", ", member.Parameters.Select(SignatureText.Parameter))}) =>\n"
            + $"        global::CoroutineDsl.Coroutine.FromIterator({iterator}{(sequence.IsEnumerable ? ".GetEnumerator()" : "")});\n";
    }
}

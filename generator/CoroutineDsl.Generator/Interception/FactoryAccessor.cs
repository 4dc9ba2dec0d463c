using System.Globalization;
using System.Text;
using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Interception;

/// <summary>
/// How an interceptor, which lives in a class of its own, calls the factory of a private or protected coroutine: past its accessibility, with nothing added to the user's type.
/// <code>
/// file static class App_Server_Talk { [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "TalkCoroutine")] internal static extern Coroutine Factory(Server self, CoSocket conn); }
/// </code>
/// Its class has the type parameters of the coroutine's, and so it is one class an accessor.
/// </summary>
internal static class FactoryAccessor
{
    /// <summary>Whether the factory cannot be called by its name.</summary>
    public static bool IsNeeded(IMethodSymbol method) =>
        method.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal);

    /// <summary>The class with the accessor.</summary>
    public static string Of(IMethodSymbol method, CancellationToken cancel)
    {
        var owner = Owner(method, cancel);
        var typeParameters = TypeParametersOf(owner).ToList();
        var names = new UniqueNames();
        foreach (var parameter in ExtensionBlock.AllParameters(method))
            names.Take(parameter.Name);
        var self = names.Next("self");
        // a static class is no type that a parameter could have
        var receiver = !method.IsStatic && !ExtensionBlock.Is(method.ContainingType) ? $"{(owner.IsValueType ? "ref " : "")}{TypeText.Of(owner)} {self}"
            : owner.IsStatic ? $"[global::System.Runtime.CompilerServices.UnsafeAccessorType({RuntimeName(owner)})] object? {self}"
            : $"{TypeText.Of(owner)}{(owner.IsValueType ? "" : "?")} {self}";
        var kind = method.IsStatic || ExtensionBlock.Is(method.ContainingType) ? "StaticMethod" : "Method";
        var own = ExtensionBlock.AllTypeParameters(method);
        return $"    {Marks.Glue}\n    file static class {ClassOf(method)}{SignatureText.TypeParameters(typeParameters)}{SignatureText.Constraints(typeParameters)}\n    {{\n"
            + $"        [global::System.Runtime.CompilerServices.UnsafeAccessor(global::System.Runtime.CompilerServices.UnsafeAccessorKind.{kind}, Name = \"{method.Name + KnownNames.FactorySuffix}\")]\n"
            + $"        internal static extern {CoroutineType.Of(method.ReturnType)!.Value.FactoryType} Factory{SignatureText.TypeParameters(own)}({string.Join(", ", ExtensionBlock.AllParameters(method).Select(p => SignatureText.Parameter(p)).Prepend(receiver))})"
            + $"{SignatureText.Constraints(own)};\n    }}\n";
    }

    /// <summary>A call of it.</summary>
    /// <param name="receiver">The object that an instance coroutine is called on.</param>
    public static string Call(IMethodSymbol method, string receiver, CancellationToken cancel)
    {
        var owner = Owner(method, cancel);
        var passed = method.IsStatic || ExtensionBlock.Is(method.ContainingType) ? $"default({(owner.IsStatic ? "object" : TypeText.Of(owner))})!" : !owner.IsValueType ? receiver : IsReadOnly(method) ? $"ref global::System.Runtime.CompilerServices.Unsafe.AsRef(in {receiver})" : "ref " + receiver;
        var arguments = SignatureText.Arguments(ExtensionBlock.AllParameters(method));
        var known = TypeArgumentsOf(Seen(method.ContainingType, owner)).Select(TypeText.Of).ToList();
        return $"{ClassOf(method)}{(known.Count == 0 ? "" : $"<{string.Join(", ", known)}>")}.Factory{SignatureText.TypeParameters(ExtensionBlock.AllTypeParameters(method))}({passed}{(arguments.Length > 0 ? ", " : "")}{arguments})";
    }

    /// <summary>The type that declares the factory: of a virtual one, where it is declared first.</summary>
    private static INamedTypeSymbol Owner(IMethodSymbol method, CancellationToken cancel) =>
        ExtensionBlock.Host(Dispatch.IsVirtual(method) ? VirtualFactories.Root(method, cancel).ContainingType : method.ContainingType);

    /// <summary>The owner as the type that the coroutine is called on sees it: with the type arguments of its base.</summary>
    private static INamedTypeSymbol Seen(INamedTypeSymbol type, INamedTypeSymbol owner)
    {
        for (INamedTypeSymbol? seen = type; seen is not null; seen = seen.BaseType)
            if (TypeIdentity.Same(seen.OriginalDefinition, owner.OriginalDefinition))
                return seen;
        return owner;
    }

    private static bool IsReadOnly(IMethodSymbol method) => method.IsReadOnly || method.ContainingType.IsReadOnly;

    /// <summary>A name that no other coroutine has.</summary>
    private static string ClassOf(IMethodSymbol method)
    {
        var name = new StringBuilder(MachineNaming.Stem(method));
        for (var type = ExtensionBlock.Host(method.ContainingType); type is not null; type = type.ContainingType)
            name.Insert(0, $"{type.Name}{(type.Arity > 0 ? type.Arity.ToString(CultureInfo.InvariantCulture) : "")}_");
        for (var space = method.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
            name.Insert(0, space.Name + "_");
        return name.Append('_').Append(MachineNaming.Ordinal(method).ToString(CultureInfo.InvariantCulture)).ToString();
    }

    /// <summary>What reflection calls a type of this assembly, with the type parameters of the accessor's class.</summary>
    private static string RuntimeName(INamedTypeSymbol type)
    {
        var name = type.MetadataName;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = outer.MetadataName + "+" + name;
        for (var space = type.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
            name = $"{space.MetadataName}.{name}";
        var arity = TypeParametersOf(type).Count();
        return $"\"{name}{(arity == 0 ? "" : $"[{string.Join(",", Enumerable.Range(0, arity).Select(i => $"[!{i.ToString(CultureInfo.InvariantCulture)}]"))}]")}\"";
    }

    private static IEnumerable<ITypeSymbol> TypeArgumentsOf(INamedTypeSymbol? type) =>
        type is null ? [] : TypeArgumentsOf(type.ContainingType).Concat(type.TypeArguments);

    private static IEnumerable<ITypeParameterSymbol> TypeParametersOf(INamedTypeSymbol? type) =>
        type is null ? [] : TypeParametersOf(type.ContainingType).Concat(type.TypeParameters);
}

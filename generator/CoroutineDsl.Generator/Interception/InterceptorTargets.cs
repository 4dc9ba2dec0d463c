using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Interception;

/// <summary>From a coroutine method to the interceptor of its calls.</summary>
internal static class InterceptorTargets
{
    /// <summary>
    /// Null where no interceptor can stand in for the method: its factory does not exist or its types cannot be named.
    /// </summary>
    public static InterceptorTarget? Of(IMethodSymbol method, InterceptorNamespaces namespaces, CancellationToken cancel)
    {
        if (!Factories.Exists(method, cancel) || !IsReachable(method, cancel) || HidesTypeParameter(method))
            return null;
        if (InterceptorVisibility.IsVisible(method))
            return Shared(method, cancel);
        // A private type in the signature: the interceptor must be a member of the type itself, if its namespace may have interceptors.
        return Eligibility.Declaration(method, cancel) is { } declaration && CanHost(method, namespaces) ? Hosted(method, ScopeParser.Parse(declaration, null).WithoutDirectives()) : null;
    }

    /// <summary>Whether a type parameter has the name of one around it: an interceptor has them all in one list.</summary>
    private static bool HidesTypeParameter(IMethodSymbol method)
    {
        var names = TypeParametersOf(method.ContainingType).Concat(method.TypeParameters).Select(p => p.Name).ToList();
        return names.Distinct().Count() < names.Count;
    }

    private static bool CanHost(IMethodSymbol method, InterceptorNamespaces namespaces)
    {
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
            if (type.IsGenericType || ExtensionBlock.Is(type))
                return false; // an interceptor may not live in a generic type
        return !(method.ContainingType.IsValueType && !method.IsStatic) && namespaces.Allow(method.ContainingNamespace);
    }

    private static InterceptorTarget Shared(IMethodSymbol method, CancellationToken cancel)
    {
        var names = new UniqueNames();
        foreach (var parameter in method.Parameters)
            names.Take(parameter.Name);
        var typeParameters = TypeParametersOf(method.ContainingType).Concat(method.TypeParameters).ToList();
        var receiver = ExtensionBlock.Receiver(method) is { } extended ? TypeText.Identifier(extended.Name) : names.Next("self");
        var parameters = method.Parameters.Select(SignatureText.Parameter);
        if (!method.IsStatic)
            parameters = parameters.Prepend($"this {ReceiverKind(method)}{ReceiverType(method)} {receiver}");
        else if (method.IsExtensionMethod)
            parameters = parameters.Select((p, i) => i == 0 ? "this " + p : p);
        var isOfStruct = !method.IsStatic && method.ContainingType.IsValueType && !ExtensionBlock.Is(method.ContainingType);
        return new InterceptorTarget(null, "internal static", TypeText.Of(method.ReturnType), method.Name, SignatureText.TypeParameters(typeParameters),
            string.Join(", ", parameters), SignatureText.Constraints(typeParameters), Body(method, self => CallOfFactory(method, self, cancel), receiver, isOfStruct ? names.Next("copy") : null),
            FactoryAccessor.IsNeeded(method) ? FactoryAccessor.Of(method, cancel) : null);
    }

    /// <summary>The call of the factory on its receiver, or of the accessor of it. The factory of an extension is called by its class, which need not be imported here.</summary>
    private static string CallOfFactory(IMethodSymbol method, string receiver, CancellationToken cancel)
    {
        if (FactoryAccessor.IsNeeded(method))
            return FactoryAccessor.Call(method, receiver, cancel);
        var isExtension = ExtensionBlock.Is(method.ContainingType);
        var host = TypeText.Of(ExtensionBlock.Host(method.ContainingType));
        var typeArguments = SignatureText.TypeParameters(isExtension ? ExtensionBlock.AllTypeParameters(method) : method.TypeParameters);
        return $"{(method.IsStatic || isExtension ? host : receiver)}.{TypeText.Identifier(method.Name + KnownNames.FactorySuffix)}{typeArguments}({SignatureText.Arguments(ExtensionBlock.AllParameters(method))})";
    }

    /// <summary>False where a factory that is not visible would be another assembly's, which keeps its own to itself.</summary>
    private static bool IsReachable(IMethodSymbol method, CancellationToken cancel) =>
        !FactoryAccessor.IsNeeded(method) || !method.DeclaringSyntaxReferences.IsEmpty && !VirtualFactories.Root(method, cancel).DeclaringSyntaxReferences.IsEmpty;

    private static InterceptorTarget Hosted(IMethodSymbol method, EnclosingScope scope) => new(
        scope, SignatureText.Accessibility(method.DeclaredAccessibility) + (method.IsStatic ? " static" : ""), TypeText.Of(method.ReturnType), MachineNaming.Free(method.Name + "Interceptor", method),
        SignatureText.TypeParameters(method.TypeParameters),
        (method.IsExtensionMethod ? "this " : "") + string.Join(", ", method.Parameters.Select(SignatureText.Parameter)),
        SignatureText.Constraints(method.TypeParameters),
        Body(method, _ => FactorySignature.CallOf(method, method.Name + KnownNames.FactorySuffix), "this", null), null);

    /// <summary>An enumerable makes a coroutine for each enumeration; a struct receiver is copied for that, as C#'s own iterator copies it.</summary>
    private static string Body(IMethodSymbol method, Func<string, string> call, string receiver, string? copy)
    {
        if (CoroutineType.Of(method.ReturnType) is not { IsEnumerable: true, IsStream: false })
            return $"=> {call(receiver)};";
        if (copy is null)
            return $"=> global::CoroutineDsl.Coroutine.AsEnumerable(() => {call(receiver)});";
        return $"{{ var {copy} = {receiver}; return global::CoroutineDsl.Coroutine.AsEnumerable(() => {call(copy)}); }}";
    }

    /// <summary>How the object that an instance coroutine is called on is passed: a struct by reference.</summary>
    private static string ReceiverKind(IMethodSymbol method) =>
        !method.ContainingType.IsValueType || ExtensionBlock.Is(method.ContainingType) ? "" : method.IsReadOnly || method.ContainingType.IsReadOnly ? "in " : "ref ";

    private static string ReceiverType(IMethodSymbol method) => TypeText.Of(ExtensionBlock.Receiver(method)?.Type ?? method.ContainingType);

    private static IEnumerable<ITypeParameterSymbol> TypeParametersOf(INamedTypeSymbol? type) =>
        type is null ? [] : TypeParametersOf(type.ContainingType).Concat(type.TypeParameters);
}

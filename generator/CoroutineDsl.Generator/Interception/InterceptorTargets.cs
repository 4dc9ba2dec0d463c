using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Model;
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
        if (!Factories.Exists(method, cancel) || !EntryPoint.Exists(method, cancel) || HidesTypeParameter(method))
            return null;
        if (InterceptorVisibility.IsVisible(method))
            return Shared(method);
        // A private type in the signature: the interceptor must be a member of the type itself, if its namespace may have interceptors.
        return Eligibility.Declaration(method, cancel) is { } declaration && CanHost(method, namespaces) ? Hosted(method, ScopeParser.Parse(declaration).WithoutDirectives()) : null;
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

    private static InterceptorTarget Shared(IMethodSymbol method)
    {
        var typeParameters = TypeParametersOf(method.ContainingType).Concat(method.TypeParameters).ToList();
        var receiver = ExtensionBlock.Receiver(method) is { } extended ? TypeText.Identifier(extended.Name) : "self";
        var isInstance = !method.IsStatic;
        var self = isInstance ? $"this {ReceiverKind(method)}{ReceiverType(method)} {receiver}" : "";
        var parameters = method.Parameters.Select(SignatureText.Parameter);
        if (isInstance)
            parameters = parameters.Prepend(self);
        else if (method.IsExtensionMethod)
            parameters = parameters.Select((p, i) => i == 0 ? "this " + p : p);

        // the factory of an extension is called by its class, which need not be imported here
        var isExtension = ExtensionBlock.Is(method.ContainingType);
        var target = isInstance && !isExtension ? receiver : TypeText.Of(ExtensionBlock.Host(method.ContainingType));
        var methodArguments = isExtension ? ExtensionBlock.AllTypeParameters(method) : method.TypeParameters;
        var arguments = SignatureText.Arguments(ExtensionBlock.AllParameters(method));
        var call = $"{target}.{TypeText.Identifier(EntryPoint.NameFor(method))}{SignatureText.TypeParameters(methodArguments)}({arguments})";
        return new InterceptorTarget(null, "internal static", TypeText.Of(method.ReturnType), method.Name, SignatureText.TypeParameters(typeParameters),
            string.Join(", ", parameters), SignatureText.Constraints(typeParameters), Body(method, call, isInstance && method.ContainingType.IsValueType ? receiver : null));
    }

    private static InterceptorTarget Hosted(IMethodSymbol method, EnclosingScope scope) => new(
        scope, SignatureText.Accessibility(method.DeclaredAccessibility) + (method.IsStatic ? " static" : ""), TypeText.Of(method.ReturnType), method.Name + "Interceptor",
        SignatureText.TypeParameters(method.TypeParameters),
        (method.IsExtensionMethod ? "this " : "") + string.Join(", ", method.Parameters.Select(SignatureText.Parameter)),
        SignatureText.Constraints(method.TypeParameters),
        Body(method, FactorySignature.CallOf(method, method.Name + KnownNames.FactorySuffix), null));

    /// <summary>An enumerable makes a coroutine for each enumeration; a struct receiver is copied for that, as C#'s own iterator copies it.</summary>
    private static string Body(IMethodSymbol method, string call, string? structReceiver)
    {
        if (!CoroutineType.Of(method.ReturnType)!.Value.IsEnumerable)
            return $"=> {call};";
        if (structReceiver is null)
            return $"=> global::CoroutineDsl.Coroutine.AsEnumerable(() => {call});";
        return $"{{ var copy = {structReceiver}; return global::CoroutineDsl.Coroutine.AsEnumerable(() => copy{call.Substring(structReceiver.Length)}); }}";
    }

    private static string ReceiverKind(IMethodSymbol method) =>
        !method.ContainingType.IsValueType ? "" : method.IsReadOnly ? "in " : "ref ";

    private static string ReceiverType(IMethodSymbol method) => TypeText.Of(ExtensionBlock.Receiver(method)?.Type ?? method.ContainingType);

    private static IEnumerable<ITypeParameterSymbol> TypeParametersOf(INamedTypeSymbol? type) =>
        type is null ? [] : TypeParametersOf(type.ContainingType).Concat(type.TypeParameters);
}

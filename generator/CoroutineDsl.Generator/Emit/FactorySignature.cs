using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>The declaration of a factory, and calls of the method or its factory from within the same type.</summary>
internal static class FactorySignature
{
    /// <summary><c>public static Coroutine&lt;int&gt; TalkCoroutine&lt;T&gt;(CoSocket conn) where T : class</c>, without a body.</summary>
    public static string Of(IMethodSymbol method) =>
        Declare(method, method.DeclaredAccessibility, method.Name + KnownNames.FactorySuffix);

    /// <summary>The factory that makes the machine: the public one, or the one behind a virtual factory.</summary>
    public static string Of(IMethodSymbol method, MachineNames names) =>
        Declare(method, Dispatch.IsVirtual(method) ? Accessibility.Private : method.DeclaredAccessibility, names.Factory);

    /// <summary>The same under another name and accessibility, and dispatched: <c>virtual</c> or <c>override</c>.</summary>
    public static string Declare(IMethodSymbol method, Accessibility accessibility, string name, string dispatch = "")
    {
        var receiver = ExtensionBlock.Receiver(method);
        var modifier = method.IsStatic || receiver is not null ? " static" : dispatch.Length > 0 ? " " + dispatch : "";
        var isExtension = receiver is not null || method.IsExtensionMethod ? "this " : "";
        var parameters = Declared(method).Parameters.Select(SignatureText.DeclaredParameter);
        if (receiver is not null)
            parameters = parameters.Prepend(SignatureText.Parameter(receiver));
        var typeParameters = ExtensionBlock.AllTypeParameters(method);
        return $"{SignatureText.Accessibility(accessibility)}{modifier} {CoroutineType.Of(method.ReturnType)!.Value.FactoryType} "
            + $"{TypeText.Identifier(name)}{SignatureText.TypeParameters(typeParameters)}({isExtension}{string.Join(", ", parameters)}){SignatureText.Constraints(typeParameters)}";
    }

    /// <summary>What callers name a parameter of the method: the part of a partial method that has the body may call it something else.</summary>
    public static string NameOf(IParameterSymbol parameter, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) ? Declared(method).Parameters[parameter.Ordinal].Name : parameter.Name;

    private static IMethodSymbol Declared(IMethodSymbol method) => method.PartialDefinitionPart ?? method;

    /// <summary>A call that passes the parameters of a factory on: <c>this.Talk&lt;T&gt;(conn)</c>.</summary>
    public static string CallOf(IMethodSymbol method, string name)
    {
        var parameters = Declared(method).Parameters;
        var isOwnName = name == method.Name;
        if (ExtensionBlock.Receiver(method) is { } receiver && isOwnName)
            return $"{TypeText.Identifier(receiver.Name)}.{TypeText.Identifier(name)}{SignatureText.TypeParameters(ExtensionBlock.AllTypeParameters(method))}({SignatureText.Arguments(parameters)})";
        if (ExtensionBlock.Receiver(method) is { } first)
            parameters = parameters.Insert(0, first);
        var target = method.IsStatic || ExtensionBlock.Is(method.ContainingType) ? TypeText.Of(ExtensionBlock.Host(method.ContainingType)) : "this";
        return $"{target}.{TypeText.Identifier(name)}{SignatureText.TypeParameters(ExtensionBlock.AllTypeParameters(method))}({SignatureText.Arguments(parameters)})";
    }
}

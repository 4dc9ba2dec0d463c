using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>The declaration of a factory, and calls of the method or its factory from within the same type.</summary>
internal static class FactorySignature
{
    /// <summary><c>public static Coroutine&lt;int&gt; TalkCoroutine&lt;T&gt;(CoSocket conn) where T : class</c>, without a body.</summary>
    public static string Of(IMethodSymbol method) => method.ExplicitInterfaceImplementations is [var implemented, ..]
        ? Implementing(method, implemented)
        : Declare(method, method.DeclaredAccessibility, method.Name + KnownNames.FactorySuffix);

    /// <summary>The factory that makes the machine: that one, or the one behind a virtual factory.</summary>
    public static string Of(IMethodSymbol method, MachineNames names) =>
        Dispatch.IsVirtual(method) ? Declare(method, Accessibility.Private, names.Factory) : Of(method);

    /// <summary>The same under another name and accessibility, and dispatched: <c>virtual</c> or <c>override</c>.</summary>
    public static string Declare(IMethodSymbol method, Accessibility accessibility, string name, string dispatch = "")
    {
        var receiver = ExtensionBlock.Receiver(method);
        var modifier = method.IsStatic || receiver is not null ? " static" : dispatch.Length > 0 ? " " + dispatch : "";
        var isExtension = receiver is not null || method.IsExtensionMethod ? "this " : "";
        var parameters = Parameters(method).Select(p => SignatureText.DeclaredParameter(p.Declared, p.Type));
        var typeParameters = ExtensionBlock.AllTypeParameters(method);
        return $"{SignatureText.Accessibility(accessibility)}{modifier} {CoroutineType.Of(method.ReturnType)!.Value.FactoryType} "
            + $"{TypeText.Identifier(name)}{SignatureText.TypeParameters(typeParameters)}({isExtension}{string.Join(", ", parameters)}){SignatureText.Constraints(typeParameters)}";
    }

    /// <summary>What callers name a parameter of the method: the part of a partial method that has the body may call it something else.</summary>
    public static string NameOf(IParameterSymbol parameter, IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, method) ? Declared(method).Parameters[parameter.Ordinal].Name : parameter.Name;

    /// <summary>A call that passes the parameters of a factory on: <c>this.Talk&lt;T&gt;(conn)</c>.</summary>
    public static string CallOf(IMethodSymbol method, string name)
    {
        var typeArguments = SignatureText.TypeParameters(ExtensionBlock.AllTypeParameters(method));
        var parameters = Declared(method).Parameters;
        if (ExtensionBlock.Receiver(method) is { } receiver)
        {
            if (name == method.Name)
                return $"{TypeText.Identifier(receiver.Name)}.{TypeText.Identifier(name)}{typeArguments}({SignatureText.Arguments(parameters)})";
            parameters = parameters.Insert(0, receiver);
        }
        if (method.ExplicitInterfaceImplementations is [var implemented, ..])
            return $"(({TypeText.Of(implemented.ContainingType)})this).{TypeText.Identifier(implemented.Name)}{typeArguments}({SignatureText.Arguments(parameters)})";
        var target = method.IsStatic || ExtensionBlock.Is(method.ContainingType) ? TypeText.Of(ExtensionBlock.Host(method.ContainingType)) : "this";
        return $"{target}.{TypeText.Identifier(name)}{typeArguments}({SignatureText.Arguments(parameters)})";
    }

    /// <summary><c>Coroutine&lt;int&gt; ITalker.TalkCoroutine(CoSocket conn)</c>: accessibility, defaults and constraints are the interface's.</summary>
    private static string Implementing(IMethodSymbol method, IMethodSymbol implemented) =>
        $"{CoroutineType.Of(method.ReturnType)!.Value.FactoryType} {TypeText.Of(implemented.ContainingType)}.{TypeText.Identifier(implemented.Name + KnownNames.FactorySuffix)}"
        + $"{SignatureText.TypeParameters(method.TypeParameters)}({string.Join(", ", method.Parameters.Select(p => SignatureText.Parameter(p)))})";

    /// <summary>The parameters as callers know them, typed with the type parameters of the part that has the body; in front the one that an extension block extends.</summary>
    private static IEnumerable<(IParameterSymbol Declared, ITypeSymbol Type)> Parameters(IMethodSymbol method)
    {
        var parameters = Declared(method).Parameters.Select((p, i) => (p, method.Parameters[i].Type));
        return ExtensionBlock.Receiver(method) is { } receiver ? parameters.Prepend((receiver, receiver.Type)) : parameters;
    }

    private static IMethodSymbol Declared(IMethodSymbol method) => method.PartialDefinitionPart ?? method;
}

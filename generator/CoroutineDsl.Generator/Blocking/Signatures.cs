using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>When a parameter of a cooperative method can take what the blocking one takes.</summary>
internal static class Signatures
{
    /// <summary>The same type, or memory in place of a span, which cannot outlive a suspension.</summary>
    public static bool CanStandIn(ITypeSymbol cooperative, ITypeSymbol blocking) => Same(cooperative, blocking) || IsMemoryOf(cooperative, blocking);

    /// <summary>The same type; whether it may be null is another question.</summary>
    public static bool Same(ITypeSymbol left, ITypeSymbol right) => TypeIdentity.Same(left, right);

    public static bool IsMemoryOf(ITypeSymbol memory, ITypeSymbol span) =>
        memory is INamedTypeSymbol { Arity: 1 } m && span is INamedTypeSymbol { Arity: 1 } s
        && (m.Name, s.Name) is ("Memory", "Span") or ("ReadOnlyMemory", "ReadOnlySpan")
        && m.ContainingNamespace.Name == "System" && s.ContainingNamespace.Name == "System"
        && Same(m.TypeArguments[0], s.TypeArguments[0]);

    public static bool IsCancellationToken(ITypeSymbol type) => type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" };

    /// <summary>A task, of which the wait can be the owner: it has begun when it is returned.</summary>
    public static bool IsTask(ITypeSymbol type) => type is { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };

    /// <summary>What a method's result gives when it is awaited: <c>void</c> is null in <paramref name="value"/>.</summary>
    public static bool IsAwaitable(ITypeSymbol type, out ITypeSymbol? value)
    {
        value = type is INamedTypeSymbol { Arity: 1 } named ? named.TypeArguments[0] : null;
        var space = type.ContainingNamespace?.ToDisplayString();
        return (space, type.Name) is
            ("System.Threading.Tasks", "Task" or "ValueTask") or ("CoroutineDsl", "Suspension" or "Greenlet" or "Coroutine");
    }
}

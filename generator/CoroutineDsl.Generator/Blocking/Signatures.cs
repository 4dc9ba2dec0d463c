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
        return IsKnown(type) || IsPattern(type, out value);
    }

    /// <summary>Whether only C#'s pattern makes it awaitable: a call of gRPC for instance.</summary>
    public static bool IsPattern(ITypeSymbol type) => !IsKnown(type) && IsPattern(type, out _);

    /// <summary>Whether one gives a sequence, and the other the same one asynchronously.</summary>
    public static bool IsSequenceOf(ITypeSymbol asynchronous, ITypeSymbol blocking) =>
        blocking is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T } sequence
        && AsyncItem(asynchronous) is { } item && Same(item, sequence.TypeArguments[0]);

    /// <summary>The type of the items of an <c>IAsyncEnumerable&lt;T&gt;</c>; null for all else.</summary>
    public static ITypeSymbol? AsyncItem(ITypeSymbol type) => type.AllInterfaces.Prepend(type as INamedTypeSymbol)
        .FirstOrDefault(i => i is { Name: "IAsyncEnumerable", Arity: 1, ContainingNamespace: { Name: "Generic", ContainingNamespace.Name: "Collections" } })?.TypeArguments[0];

    private static bool IsKnown(ITypeSymbol type) => (type.ContainingNamespace?.ToDisplayString(), type.Name) is
        ("System.Threading.Tasks", "Task" or "ValueTask") or ("CoroutineDsl", "Suspension" or "Greenlet" or "Coroutine");

    private static bool IsPattern(ITypeSymbol type, out ITypeSymbol? value)
    {
        value = null;
        if (Method(type, "GetAwaiter")?.ReturnType is not { SpecialType: not SpecialType.System_Void } awaiter) return false;
        if (!awaiter.AllInterfaces.Any(i => i is { Name: "INotifyCompletion", ContainingNamespace.Name: "CompilerServices" }) || Method(awaiter, "GetResult") is not { } result) return false;
        value = result.ReturnsVoid ? null : result.ReturnType;
        return true;
    }

    private static IMethodSymbol? Method(ITypeSymbol type, string name)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
            foreach (var member in declaring.GetMembers(name))
                if (member is IMethodSymbol { IsStatic: false, Arity: 0, Parameters.Length: 0, DeclaredAccessibility: Accessibility.Public } method) return method;
        return null;
    }
}

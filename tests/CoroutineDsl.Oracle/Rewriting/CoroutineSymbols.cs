using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Oracle;

/// <summary>The rewriter's own reading of the language, kept apart from the generator's on purpose: an oracle must not share its mistakes.</summary>
internal static class CoroutineSymbols
{
    public static bool IsCoroutine(IMethodSymbol? method) =>
        method is not null && method.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "CoroutineDsl.CoroutineAttribute");

    /// <summary>The T of a coroutine that yields values; null of any other method.</summary>
    public static ITypeSymbol? Yielded(IMethodSymbol? method) =>
        IsCoroutine(method) && method!.ReturnType is INamedTypeSymbol { Name: "IEnumerable", TypeArguments: [var item] } type && !Sequence(type).Is ? item : null;

    public static bool IsAwait(IMethodSymbol? method) =>
        method is { Name: "Await" } && (method.ReducedFrom ?? method).OriginalDefinition.GetAttributes().Any(a => a.AttributeClass?.Name == "AwaitMethodAttribute");

    /// <summary>IEnumerator or IEnumerable of Yield or Yield&lt;T&gt;: null, or the T (null for Yield).</summary>
    public static (bool Is, ITypeSymbol? Result) Sequence(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { Name: "IEnumerator" or "IEnumerable", TypeArguments: [INamedTypeSymbol { Name: "Yield" } element] }
            || element.ContainingNamespace.ToDisplayString() != "CoroutineDsl")
            return (false, null);
        return (true, element.TypeArguments.FirstOrDefault());
    }

    /// <summary>A type that one waits for, as opposed to a value.</summary>
    public static bool IsWaitable(ITypeSymbol? type)
    {
        if (Sequence(type).Is)
            return true;
        for (var t = type; t is not null; t = t.BaseType)
            if (t.ContainingNamespace?.ToDisplayString() is "CoroutineDsl" && t.Name is "Suspension" or "Coroutine" or "Greenlet"
                || t.ContainingNamespace?.ToDisplayString() is "System.Threading.Tasks" && t.Name is "Task" or "ValueTask")
                return true;
        return false;
    }

    public static bool IsCoEnumerable(ITypeSymbol? type)
    {
        for (var t = type; t is not null; t = t.BaseType)
            if (t.Name == "CoEnumerable" && t.ContainingNamespace?.ToDisplayString() == "CoroutineDsl")
                return true;
        return false;
    }

    /// <summary>Whether a catch clause of this type takes exits although it does not name them.</summary>
    public static bool LetsExitsPass(ITypeSymbol? caught) => caught is null || caught.ToDisplayString() == "System.Exception";
}

using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>The runtime's types in one compilation, and the questions that every rule asks about them.</summary>
internal sealed class CoroutineContext
{
    private static readonly ConditionalWeakTable<Compilation, CoroutineContext> Cache = new();

    private readonly INamedTypeSymbol coroutineAttribute;
    private readonly INamedTypeSymbol yield;
    private readonly INamedTypeSymbol yieldOf;
    private readonly INamedTypeSymbol enumerator;
    private readonly INamedTypeSymbol enumerable;

    private CoroutineContext(Compilation compilation, INamedTypeSymbol coroutineAttribute, INamedTypeSymbol yield, INamedTypeSymbol yieldOf)
    {
        Compilation = compilation;
        this.coroutineAttribute = coroutineAttribute;
        this.yield = yield;
        this.yieldOf = yieldOf;
        enumerator = compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerator_T);
        enumerable = compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerable_T);
        AwaitMethod = Find("CoroutineDsl.Runtime.AwaitMethodAttribute");
        Suspension = Find("CoroutineDsl.Suspension");
        SuspensionOf = Find("CoroutineDsl.Suspension`1");
        Coroutine = Find("CoroutineDsl.Coroutine");
        Greenlet = Find("CoroutineDsl.Greenlet");
        Task = Find("System.Threading.Tasks.Task");
        ValueTask = Find("System.Threading.Tasks.ValueTask");
        ValueTaskOf = Find("System.Threading.Tasks.ValueTask`1");
    }

    internal Compilation Compilation { get; }

    internal INamedTypeSymbol? AwaitMethod { get; }

    internal INamedTypeSymbol? Suspension { get; }

    internal INamedTypeSymbol? SuspensionOf { get; }

    internal INamedTypeSymbol? Coroutine { get; }

    internal INamedTypeSymbol? Greenlet { get; }

    internal INamedTypeSymbol? Task { get; }

    internal INamedTypeSymbol? ValueTask { get; }

    internal INamedTypeSymbol? ValueTaskOf { get; }

    /// <summary>The context of a compilation, made once; null where the runtime is not referenced.</summary>
    internal static CoroutineContext? Of(Compilation compilation)
    {
        if (Cache.TryGetValue(compilation, out var known)) return known;
        var made = Make(compilation);
        return made is null ? null : Cache.GetValue(compilation, _ => made);
    }

    internal INamedTypeSymbol? Find(string metadataName) => Compilation.GetTypeByMetadataName(metadataName);

    /// <summary>Whether the method carries <c>[Coroutine]</c>.</summary>
    internal bool IsMarked(IMethodSymbol method) => method.GetAttributes().Any(a => Same(a.AttributeClass, coroutineAttribute));

    /// <summary>Whether the method carries <c>[Coroutine]</c> and returns what a coroutine returns.</summary>
    internal bool IsCoroutine(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation && IsMarked(method) && CoroutineType.Of(method.ReturnType) is not null;

    /// <summary>Whether it is a coroutine that yields values: <c>yield return</c> does not wait there.</summary>
    internal bool IsStream(IMethodSymbol method) => IsCoroutine(method) && !IsCoroutineType(method.ReturnType);

    /// <summary>IEnumerator or IEnumerable of Yield or Yield&lt;T&gt;.</summary>
    internal bool IsCoroutineType(ITypeSymbol? type) => YieldTypeOf(type) is not null;

    /// <summary>The <c>T</c> of a coroutine with a result; null for one without, and for what is no coroutine.</summary>
    internal ITypeSymbol? ResultType(ITypeSymbol? coroutineType) => YieldTypeOf(coroutineType) is { Arity: 1 } typed ? typed.TypeArguments[0] : null;

    /// <summary>A method that does its work when it is called: its suspension only waits for the outcome.</summary>
    internal static bool ActsAtCall(IMethodSymbol method) => method.GetAttributes().Any(a => a.AttributeClass is { Name: "ActsAtCallAttribute", ContainingNamespace.Name: "Runtime" });

    /// <summary>A suspension, with or without a value: a wait, and nothing else.</summary>
    internal bool IsSuspensionType(ITypeSymbol? type) => Same(type, Suspension) || Same(type?.OriginalDefinition, SuspensionOf);

    /// <summary>A coroutine that has not begun: what calling a coroutine, or its factory, gives.</summary>
    internal bool IsColdCoroutine(ITypeSymbol? type) => IsCoroutineType(type) || DerivesFrom(type, Coroutine);

    /// <summary>Yield, Suspension, Coroutine or Greenlet, with a value or without: what is written for the type of a coroutine, and is a part of it or made of it.</summary>
    internal bool IsItself(ITypeSymbol type) =>
        Same(type, yield) || Same(type.OriginalDefinition, yieldOf) || IsSuspensionType(type) || DerivesFrom(type, Coroutine) || DerivesFrom(type, Greenlet);

    /// <summary>Whether the wait for this gives a value.</summary>
    internal bool HasValue(ITypeSymbol? waitable)
    {
        if (IsCoroutineType(waitable)) return ResultType(waitable) is not null;
        for (; waitable is not null; waitable = waitable.BaseType)
            if (waitable is INamedTypeSymbol { Arity: 1 }) return true;
        return false;
    }

    /// <summary>What <c>yield return</c> waits for, and <c>Await()</c> too.</summary>
    internal bool IsWaitable(ITypeSymbol? type) =>
        IsSuspensionType(type) || DerivesFrom(type, Greenlet) || DerivesFrom(type, Coroutine) || IsTaskLike(type) || IsCoroutineType(type);

    /// <summary>A sequence each step of which may suspend.</summary>
    internal bool IsCoEnumerable(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type is { Name: "CoEnumerable", ContainingNamespace: { Name: "CoroutineDsl", ContainingNamespace.IsGlobalNamespace: true } }) return true;
        return false;
    }

    internal bool IsTaskLike(ITypeSymbol? type) => DerivesFrom(type, Task) || Same(type, ValueTask) || Same(type?.OriginalDefinition, ValueTaskOf);

    internal static bool Same(ISymbol? left, ISymbol? right) => left is not null && SymbolEqualityComparer.Default.Equals(left, right);

    internal static bool DerivesFrom(ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        for (; type is not null; type = type.BaseType)
            if (Same(type, ancestor)) return true;
        return false;
    }

    private INamedTypeSymbol? YieldTypeOf(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Arity: 1 } sequence && sequence.TypeArguments[0] is INamedTypeSymbol argument
        && (Same(type.OriginalDefinition, enumerator) || Same(type.OriginalDefinition, enumerable))
        && (Same(argument, yield) || Same(argument.OriginalDefinition, yieldOf))
            ? argument
            : null;

    private static CoroutineContext? Make(Compilation compilation) =>
        compilation.GetTypeByMetadataName("CoroutineDsl.CoroutineAttribute") is { } attribute
        && compilation.GetTypeByMetadataName("CoroutineDsl.Yield") is { } yield
        && compilation.GetTypeByMetadataName("CoroutineDsl.Yield`1") is { } yieldOf
            ? new(compilation, attribute, yield, yieldOf)
            : null;
}

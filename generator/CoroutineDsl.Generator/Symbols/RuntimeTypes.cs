using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>The types that the lowering recognises by symbol.</summary>
internal sealed class RuntimeTypes(Compilation compilation)
{
    public INamedTypeSymbol? Coroutine { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Coroutine");
    public INamedTypeSymbol? CoroutineOfT { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Coroutine`1");
    public INamedTypeSymbol? Yield { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Yield");
    public INamedTypeSymbol? YieldOfT { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Yield`1");
    public INamedTypeSymbol? CoEnumerable { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.CoEnumerable`1");
    public INamedTypeSymbol? Greenlet { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Greenlet");
    public INamedTypeSymbol? Suspension { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Suspension");
    public INamedTypeSymbol? StreamCoroutine { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Runtime.StreamCoroutine`1");
    public INamedTypeSymbol? CoEnumerator { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.CoEnumerator`1");
    public INamedTypeSymbol? CoDisposable { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.ICoDisposable");
    public INamedTypeSymbol? SuspensionOfT { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.Suspension`1");
    public INamedTypeSymbol? GreenletExit { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.GreenletExit");
    public INamedTypeSymbol? CoTimeoutException { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.CoTimeoutException");
    public INamedTypeSymbol? ScopeCancelledException { get; } = compilation.GetTypeByMetadataName("CoroutineDsl.ScopeCancelledException");
    public INamedTypeSymbol? ValueTaskOfT { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1");
    public INamedTypeSymbol? Disposable { get; } = compilation.GetTypeByMetadataName("System.IDisposable");
    public INamedTypeSymbol? Exception { get; } = compilation.GetTypeByMetadataName("System.Exception");

    public static bool Same(ISymbol? a, ISymbol? b) => a is ITypeSymbol type ? TypeIdentity.Same(type, b as ITypeSymbol) : SymbolEqualityComparer.Default.Equals(a, b);

    /// <summary>Whether <paramref name="type"/> is or derives from <paramref name="ancestor"/>, generic definitions included.</summary>
    public static bool Derives(ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        for (; type is not null && ancestor is not null; type = type.BaseType)
            if (Same(type.OriginalDefinition, ancestor))
                return true;
        return false;
    }

    /// <summary>Whether what is of this type is disposed of by waiting.</summary>
    public bool IsCoDisposable(ITypeSymbol? type) => type is not null && CoDisposable is not null && (Same(type, CoDisposable) || type.AllInterfaces.Any(i => Same(i, CoDisposable)));

    public static bool IsAwaitMethod(IMethodSymbol? method) =>
        method is { Name: "Await" } && (method.ReducedFrom ?? method).OriginalDefinition.GetAttributes().Any(a =>
            a.AttributeClass is { Name: "AwaitMethodAttribute", ContainingNamespace: { Name: "Runtime", ContainingNamespace.Name: "CoroutineDsl" } });

    public bool IsSetResult(IMethodSymbol? method) =>
        method is { Name: "SetResult", IsStatic: true } && Same(method.ContainingType, Coroutine);

    /// <summary>Whether an exit (a kill, the end of a scope) can be caught by a clause of this type that does not name one.</summary>
    public bool CatchesExitsByAccident(ITypeSymbol? caught)
    {
        if (caught is null or ITypeParameterSymbol)
            return true;
        INamedTypeSymbol?[] exits = [GreenletExit, CoTimeoutException, ScopeCancelledException];
        if (exits.Any(exit => Derives(caught, exit)))
            return false;
        return caught is INamedTypeSymbol named && exits.Any(exit => Derives(exit, named));
    }
}

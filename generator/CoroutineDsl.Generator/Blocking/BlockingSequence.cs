using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// A <c>foreach</c> blocks where its steps do, and what it goes through can be gone through asynchronously: it is an <c>IAsyncEnumerable</c> as well, or has a method <c>AsAsyncEnumerable</c>, as queries of EF Core do.
/// </summary>
internal static class BlockingSequence
{
    private const string Conversion = "AsAsyncEnumerable";

    public static BlockingCall? Find(IForEachLoopOperation loop)
    {
        if (loop.IsAsynchronous || loop.SemanticModel is not { } model) return null;
        var collection = loop.Collection.WithoutImplicitConversions();
        if (collection.IsImplicit || collection.Type is not INamedTypeSymbol { SpecialType: SpecialType.None } type || Item(type) is not { } item) return null;
        if (Signatures.AsyncItem(type) is { } asynchronous && Signatures.Same(asynchronous, item)) return new(collection, type, CooperativeForm.Sequence);
        var found = model.LookupSymbols(collection.Syntax.SpanStart, type, Conversion, includeReducedExtensionMethods: true).OfType<IMethodSymbol>()
            .FirstOrDefault(m => !m.IsStatic && m.Parameters.Length == 0 && !IsOurs(m) && Signatures.AsyncItem(m.ReturnType) is { } given && Signatures.Same(given, item));
        return found is null ? null : new(collection, type, CooperativeForm.Sequence, found);
    }

    /// <summary>The type of what a sequence gives.</summary>
    private static ITypeSymbol? Item(INamedTypeSymbol type) => type.AllInterfaces.Prepend(type)
        .FirstOrDefault(i => i.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T)?.TypeArguments[0];

    // a stream suspends as it is
    private static bool IsOurs(IMethodSymbol method) => method.ContainingNamespace is { Name: "CoroutineDsl", ContainingNamespace.IsGlobalNamespace: true };
}

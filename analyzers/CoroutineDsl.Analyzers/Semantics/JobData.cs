using CoroutineDsl.Generator.Jobs;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>Which types System.Text.Json can neither write nor read, as far as their declarations tell.</summary>
internal static class JobData
{
    private const string IsBound = "it is bound to this process";

    /// <summary>The type within that cannot, and why; null if none is known.</summary>
    public static Fault? WhyNot(ITypeSymbol type) => WhyNot(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default));

    private static Fault? WhyNot(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (!seen.Add(type)) return null;
        if (Reason(type) is { } reason) return new(type, reason);
        if (type is IArrayTypeSymbol array) return array.Rank > 1 ? new(type, "JSON has no arrays of several dimensions") : WhyNot(array.ElementType, seen);
        if (type is not INamedTypeSymbol named) return null;
        foreach (var argument in named.TypeArguments)
            if (WhyNot(argument, seen) is { } inner) return inner;
        return IsOwn(named) ? OfMembers(named, seen) : null;
    }

    /// <summary>What a type of the user's own shows is what is written.</summary>
    private static Fault? OfMembers(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (property is not { DeclaredAccessibility: Accessibility.Public, IsStatic: false, IsIndexer: false } || IsIgnored(property)) continue;
            if (WhyNot(property.Type, seen) is { } inner) return inner.Property is null ? inner with { Property = property } : inner;
        }

        return null;
    }

    private static string? Reason(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Delegate) return "code is not data; pass what it decides as a value";
        if (type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr) return "an address means nothing there";
        if (type is INamedTypeSymbol handle && JobRules.IsHandle(handle)) return "what processes share is a parameter of its own, not a part of another";
        return Names(type).Any(name => name is "System.Threading.Tasks.Task" or "System.IO.Stream" or "System.Threading.CancellationToken" or "System.Net.Sockets.Socket" or "System.Threading.Thread"
            or "System.Type" or "System.Reflection.MemberInfo" or "System.Runtime.InteropServices.SafeHandle" or "System.Threading.WaitHandle" or "System.IServiceProvider"
            or "CoroutineDsl.Greenlet" or "CoroutineDsl.Coroutine" or "CoroutineDsl.Hub" or "CoroutineDsl.CoQueueBase" or "CoroutineDsl.CoChannel" or "CoroutineDsl.CoEvent" or "CoroutineDsl.CoSemaphore"
            or "CoroutineDsl.CoLock" or "CoroutineDsl.Net.CoSocket")
            ? IsBound
            : null;
    }

    private static IEnumerable<string> Names(ITypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
            yield return $"{current.ContainingNamespace?.ToDisplayString()}.{current.Name}";
        foreach (var contract in type.AllInterfaces)
            yield return $"{contract.ContainingNamespace?.ToDisplayString()}.{contract.Name}";
    }

    private static bool IsOwn(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty && type.TypeKind is TypeKind.Class or TypeKind.Struct && !HasConverter(type);

    private static bool IsIgnored(ISymbol member) => member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name is "JsonIgnoreAttribute" or "JsonConverterAttribute");

    private static bool HasConverter(ISymbol type) => type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "JsonConverterAttribute");

    /// <param name="Type">What cannot be written.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Fault(ITypeSymbol Type, string Reason)
    {
        /// <summary>The property of a type of the user's own that has it; null: none has.</summary>
        public IPropertySymbol? Property { get; init; }
    }
}

using System.Collections.Concurrent;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// A set of things by their documentation ids: a method (with or without its parameters), a property, a type with all that derives from it, a namespace, or, as <c>*.Name</c>, every method of a name.
/// </summary>
internal sealed class DocumentationIds(IEnumerable<string> ids)
{
    private readonly HashSet<string> ids = new(ids, StringComparer.Ordinal);

    // the id of a symbol is made anew whenever it is asked for
    private readonly ConcurrentDictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    private HashSet<string>? names;

    /// <summary>Whether a member of this name may be in the set; a type or a namespace in it may have any.</summary>
    public bool MayCover(string name) => (names ??= [.. ids.Select(NameOf)]) is var all && (all.Contains("*") || all.Contains(name));

    /// <summary>Whether the member, a member that it overrides, its type or namespace, or what it is called on, is in the set.</summary>
    public bool Cover(ISymbol member, IOperation? receiver)
    {
        if (ids.Count == 0) return false;
        var target = member is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : member;
        if (ids.Contains("*." + target.Name)) return true;
        for (var overridden = target; overridden is not null; overridden = (overridden as IMethodSymbol)?.OverriddenMethod)
            if (ContainsMember(overridden)) return true;
        return ContainsType(target.ContainingType) || ContainsNamespace(target.ContainingNamespace) || receiver is not null && CoversReceiver(receiver);
    }

    private bool CoversReceiver(IOperation receiver)
    {
        receiver = receiver.WithoutImplicitConversions();
        return receiver.Type is { } type && ContainsType(type) || receiver is IPropertyReferenceOperation property && ContainsMember(property.Property);
    }

    private bool ContainsMember(ISymbol member) => known.GetOrAdd(member.OriginalDefinition, member =>
    {
        if (member.GetDocumentationCommentId() is not { } id) return false;
        var parameters = id.IndexOf('(');
        if (parameters >= 0) (id, parameters) = (id.Substring(0, parameters), ids.Contains(id) ? 1 : -1);
        var arity = id.IndexOf("``", StringComparison.Ordinal);
        return parameters > 0 || ids.Contains(id) || arity >= 0 && ids.Contains(id.Substring(0, arity));
    });

    private bool ContainsType(ITypeSymbol? type) => type is not null && known.GetOrAdd(type.OriginalDefinition, original =>
        original.GetDocumentationCommentId() is { } id && ids.Contains(id) || ContainsType(((ITypeSymbol)original).BaseType));

    private bool ContainsNamespace(INamespaceSymbol? space) => space is { IsGlobalNamespace: false } && known.GetOrAdd(space, symbol =>
        ids.Contains("N:" + symbol.ToDisplayString()) || ContainsNamespace(symbol.ContainingNamespace));

    private static string NameOf(string id)
    {
        if (id.StartsWith("T:", StringComparison.Ordinal) || id.StartsWith("N:", StringComparison.Ordinal)) return "*";
        var parameters = id.IndexOf('(');
        var member = parameters < 0 ? id : id.Substring(0, parameters);
        return member.Substring(member.LastIndexOf('.') + 1);
    }
}

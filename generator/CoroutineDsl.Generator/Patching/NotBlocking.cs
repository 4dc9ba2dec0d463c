using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Patching;

/// <summary>
/// What looks as if it blocked and does not: the list beside this file, and what the project adds with <c>[assembly: NotBlocking("doc id")]</c>.
/// An id names a method (with or without its parameters), a property, a type with all that derives from it, a namespace, or, as <c>*.Name</c>, every method of a name.
/// </summary>
internal sealed class NotBlocking
{
    private static readonly HashSet<string> Known = DataFile.Read("NotBlocking.txt");

    private readonly HashSet<string> ids = new(Known, StringComparer.Ordinal);

    public NotBlocking(Compilation compilation)
    {
        foreach (var attribute in compilation.Assembly.GetAttributes())
            if (attribute.AttributeClass is { Name: "NotBlockingAttribute", ContainingNamespace.Name: "CoroutineDsl" } && attribute.ConstructorArguments is [{ Value: string id }])
                ids.Add(id);
    }

    /// <summary>Whether the member, on this receiver, is known not to block.</summary>
    public bool Covers(ISymbol member, IOperation? receiver)
    {
        var target = member is IMethodSymbol { ReducedFrom: { } reduced } ? reduced : member;
        if (ids.Contains("*." + target.Name)) return true;
        for (var overridden = target; overridden is not null; overridden = (overridden as IMethodSymbol)?.OverriddenMethod)
            if (ContainsMember(overridden)) return true;
        return ContainsType(target.ContainingType) || ContainsNamespace(target.ContainingNamespace) || receiver is not null && CoversReceiver(receiver);
    }

    private bool CoversReceiver(IOperation receiver)
    {
        while (receiver is IConversionOperation { IsImplicit: true } conversion) receiver = conversion.Operand;
        return receiver.Type is { } type && ContainsType(type) || receiver is IPropertyReferenceOperation property && ContainsMember(property.Property);
    }

    private bool ContainsMember(ISymbol member)
    {
        if (member.OriginalDefinition.GetDocumentationCommentId() is not { } id) return false;
        var parameters = id.IndexOf('(');
        return ids.Contains(id) || parameters >= 0 && ids.Contains(id.Substring(0, parameters));
    }

    private bool ContainsType(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
            if (type.OriginalDefinition.GetDocumentationCommentId() is { } id && ids.Contains(id)) return true;
        return false;
    }

    private bool ContainsNamespace(INamespaceSymbol? space)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (ids.Contains("N:" + space.ToDisplayString())) return true;
        return false;
    }
}

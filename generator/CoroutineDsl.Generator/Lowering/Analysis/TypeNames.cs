using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>The text of a variable's type, or the reason why there is none.</summary>
internal static class TypeNames
{
    public static string Of(ITypeSymbol type, SyntaxNodeOrToken place, LoweringContext context)
    {
        if (Obstacle(type) is not { } obstacle)
            return TypeText.Of(type);
        if (context.Anonymous.CanStore(type))
            return "object";
        context.Refuse(place, obstacle.Construct, obstacle.Advice);
        return "object";
    }

    /// <summary>Whether the type cannot be written down, and its values are stored as objects.</summary>
    public static bool IsStoredAsObject(ITypeSymbol? type, LoweringContext context) => type is not null && context.Anonymous.CanStore(type);

    private static (string Construct, string Advice)? Obstacle(ITypeSymbol type) => type switch
    {
        IErrorTypeSymbol => ("a type that is not known before generated code exists", "declare the variable with its type"),
        { IsAnonymousType: true } => ("a variable of an anonymous type that lives beyond the statements around its declaration", "use a tuple or a record"),
        IPointerTypeSymbol or IFunctionPointerTypeSymbol => ("a pointer that lives beyond the statements around its declaration", "keep its use between two suspensions"),
        IArrayTypeSymbol array => Obstacle(array.ElementType),
        INamedTypeSymbol { IsFileLocal: true } => ("a variable of a file-local type", "make the type internal"),
        INamedTypeSymbol { TypeKind: TypeKind.Delegate, CanBeReferencedByName: false } => ("a lambda whose type has no name", "declare the variable with a delegate type"),
        INamedTypeSymbol named => named.TypeArguments.Select(Obstacle).FirstOrDefault(o => o is not null)
            ?? (named.ContainingType is { } outer ? Obstacle(outer) : null),
        _ => null,
    };
}

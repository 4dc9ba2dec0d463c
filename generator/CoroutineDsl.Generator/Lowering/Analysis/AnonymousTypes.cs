using System.Globalization;
using System.Text;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>
/// Storage for types that have no name. The variable is an object; a generic method infers the type from an example when it is read:
/// <code>
/// var p = new { X = 1 };   ->   object p = new { X = 1 };   ...   As1(p, false ? new { X = default(int) } : null).X
/// </code>
/// </summary>
internal sealed class AnonymousTypes(LoweringContext context)
{
    private readonly Dictionary<ITypeSymbol, (string Name, string Example)> _casts = new(SymbolEqualityComparer.Default);
    private readonly StringBuilder _helpers = new();

    /// <summary>The methods that infer, members of the machine.</summary>
    public string Helpers => _helpers.ToString();

    /// <summary>Whether an unnamed reference type can be stored.</summary>
    public bool CanStore(ITypeSymbol type) => type.IsReferenceType && Parts(type).Any(p => p.IsAnonymousType) && Parts(type).All(p => p.IsAnonymousType || IsNameable(p));

    /// <summary>The start and the end of an expression that gives a stored value its type back.</summary>
    public (string Before, string After) Cast(ITypeSymbol type)
    {
        if (!_casts.TryGetValue(type, out var cast))
        {
            var name = context.Identifiers.Numbered("As");
            _casts[type] = cast = (name, string.Concat(Anonymous(type).Select(a => ", " + Example(a))));
            var (parameters, text) = Open(type);
            _helpers.Append($"        internal static {text} {name}<{string.Join(", ", parameters)}>(object value{string.Concat(parameters.Select((p, i) => $", {p} example{i}"))}) => ({text})value;\n");
        }
        return (Prefix + cast.Name + "(", cast.Example + ")");
    }

    private string Prefix => context.IsStatic ? "" : VariableTable.MachineType(context) + ".";

    private string Example(ITypeSymbol type)
    {
        if (type.IsAnonymousType)
            return $"(false ? new {{ {string.Join(", ", type.GetMembers().OfType<IPropertySymbol>().Select(p => $"{TypeText.Identifier(p.Name)} = {Example(p.Type)}"))} }} : null)";
        if (!Parts(type).Any(p => p.IsAnonymousType))
            return $"default({TypeText.Of(type)})!";
        var name = context.Identifiers.Numbered("Example");
        var (parameters, text) = Open(type);
        var arguments = string.Join(", ", Anonymous(type).Select(Example));
        _helpers.Append($"        internal static {text} {name}<{string.Join(", ", parameters)}>({string.Join(", ", parameters.Select((p, i) => $"{p} example{i}"))}) => default!;\n");
        return $"{Prefix}{name}({arguments})";
    }

    /// <summary>The type with type parameters in the place of its anonymous parts.</summary>
    private static (List<string> Parameters, string Text) Open(ITypeSymbol type)
    {
        var anonymous = Anonymous(type);
        var parameters = anonymous.Select((_, i) => "TAnonymous" + i.ToString(CultureInfo.InvariantCulture)).ToList();
        return (parameters, Text(type, t => parameters[anonymous.FindIndex(a => SymbolEqualityComparer.Default.Equals(a, t))]));
    }

    private static string Text(ITypeSymbol type, Func<ITypeSymbol, string> replace)
    {
        if (type.IsAnonymousType)
            return replace(type);
        if (!Parts(type).Any(p => p.IsAnonymousType))
            return TypeText.Of(type);
        if (type is IArrayTypeSymbol array)
            return $"{Text(array.ElementType, replace)}[{new string(',', array.Rank - 1)}]";
        var named = (INamedTypeSymbol)type;
        var owner = named.ContainingType is { } outer ? Text(outer, replace) : TypeText.Of(named.ContainingNamespace);
        return $"{owner}.{named.Name}<{string.Join(", ", named.TypeArguments.Select(a => Text(a, replace)))}>";
    }

    private static List<ITypeSymbol> Anonymous(ITypeSymbol type) =>
        [.. Parts(type).Where(p => p.IsAnonymousType).Distinct<ITypeSymbol>(SymbolEqualityComparer.Default)];

    /// <summary>The type and what it is made of, but not the members of anonymous types.</summary>
    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        { IsAnonymousType: true } => [type],
        IArrayTypeSymbol array => Parts(array.ElementType).Prepend(array),
        INamedTypeSymbol named => named.TypeArguments.SelectMany(Parts).Prepend(type),
        _ => [type],
    };

    private static bool IsNameable(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol or ITypeParameterSymbol or IDynamicTypeSymbol => true,
        INamedTypeSymbol named => !named.IsFileLocal && named.CanBeReferencedByName && !named.IsTupleType && (named.ContainingType is null || !named.ContainingType.IsGenericType),
        _ => false,
    };
}

using System.Globalization;
using System.Text;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>
/// Storage for types that have no name: anonymous types, and delegates that C# makes up for a lambda. The variable is an object; a generic method infers the type from an example when it is read:
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
    public bool CanStore(ITypeSymbol type) => type.IsReferenceType && Parts(type).Any(p => p.IsAnonymousType) && Parts(type).All(p => p.IsAnonymousType ? !IsDelegate(p) || HasNameableSignature(p) : IsNameable(p));

    /// <summary>The start and the end of an expression that gives a stored value its type back.</summary>
    public (string Before, string After) Cast(ITypeSymbol type)
    {
        context.IsUnusual = true;
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
        if (IsDelegate(type) && type.IsAnonymousType)
            return ExampleOf(((INamedTypeSymbol)type).DelegateInvokeMethod!);
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

    /// <summary>A lambda of which C# makes the same delegate: <c>static int (int x = 10) => throw null!</c></summary>
    private static string ExampleOf(IMethodSymbol invoke)
    {
        var returned = invoke.ReturnsVoid ? "void" : (invoke.ReturnsByRef ? "ref " : invoke.ReturnsByRefReadonly ? "ref readonly " : "") + TypeText.Of(invoke.ReturnType);
        return $"static {returned} ({string.Join(", ", invoke.Parameters.Select((p, i) => ParameterOf(p, i)))}) => throw null!";
    }

    private static string ParameterOf(IParameterSymbol parameter, int index)
    {
        var kind = parameter.RefKind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In => "in ", RefKind.RefReadOnlyParameter => "ref readonly ", _ => "" };
        var scope = parameter.ScopedKind != ScopedKind.None && parameter.RefKind != RefKind.Out && !parameter.IsParams ? "scoped " : "";
        var value = parameter.HasExplicitDefaultValue ? " = " + LiteralText.Of(parameter.ExplicitDefaultValue, parameter.Type) : "";
        return $"{(parameter.IsParams ? "params " : "")}{scope}{kind}{TypeText.Of(parameter.Type)} p{index.ToString(CultureInfo.InvariantCulture)}{value}";
    }

    private static bool IsDelegate(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate;

    private static bool HasNameableSignature(ITypeSymbol type) => ((INamedTypeSymbol)type).DelegateInvokeMethod is { } invoke
        && invoke.Parameters.Select(p => p.Type).Append(invoke.ReturnType).All(t => t.SpecialType == SpecialType.System_Void || !FileLocalTypes.IsIn(t) && !Parts(t).Any(p => p.IsAnonymousType || p is IErrorTypeSymbol));

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

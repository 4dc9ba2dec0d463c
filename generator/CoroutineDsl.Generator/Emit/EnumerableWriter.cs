using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// Writes what the factory of a stream returns: the parameters, of which each enumeration makes a machine.
/// <code>
/// internal sealed class TicksMachineStream : CoEnumerable&lt;int&gt; { .. public override CoEnumerator&lt;int&gt; GetEnumerator() => new TicksMachine(_0); }
/// </code>
/// </summary>
internal static class EnumerableWriter
{
    private const string Indent = "            ";

    public static string TypeOf(LoweringContext context) => context.Names.Nest + "." + Name(context) + SignatureText.TypeParameters(ExtensionBlock.AllTypeParameters(context.Method));

    /// <param name="parameters">Those that the machine keeps.</param>
    public static string Write(LoweringContext context, IReadOnlyList<IParameterSymbol> parameters)
    {
        var own = ExtensionBlock.AllTypeParameters(context.Method);
        var (typeParameters, constraints) = (SignatureText.TypeParameters(own), SignatureText.Constraints(own));
        var given = parameters.Select((p, i) => (Type: TypeText.Of(p.Type), Field: $"_{i}", Name: $"given{i}"));
        if (!context.IsStatic)
            given = given.Prepend((TypeText.Of(context.Method.ContainingType), "_self", "self"));
        var all = given.ToList();
        var marks = string.Concat(Marks.ContextOf(context.Method).Select(mark => $"        {mark}\n"));
        return $"\n{marks}        {Marks.Glue}\n        internal sealed class {Name(context)}{typeParameters} : {context.Type.FactoryType}{constraints}\n        {{\n"
            + string.Concat(all.Select(p => $"{Indent}private readonly {p.Type} {p.Field};\n"))
            + $"\n{Indent}internal {Name(context)}({string.Join(", ", all.Select(p => $"{p.Type} {p.Name}"))})\n{Indent}{{\n"
            + string.Concat(all.Select(p => $"{Indent}    {p.Field} = {p.Name};\n")) + $"{Indent}}}\n\n"
            + $"{Indent}public override {context.Type.EnumeratorType} GetEnumerator() => new {VariableTable.MachineType(context)}({string.Join(", ", all.Select(p => p.Field))});\n        }}\n";
    }

    private static string Name(LoweringContext context) => context.Names.Machine + "Stream";
}

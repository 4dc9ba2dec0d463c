using System.Text;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>Writes the factory, the machine, and the body beside it where it needs the user's <c>this</c>.</summary>
internal static class MachineWriter
{
    public static string Write(LoweringContext context, List<Instruction> instructions)
    {
        var body = new BodyWriter(context, context.IsStatic ? 3 : 2);
        body.Write(instructions);
        var text = new StringBuilder();
        var typeParameters = ExtensionBlock.AllTypeParameters(context.Method);
        var machine = VariableTable.MachineType(context);
        var arguments = Stored(context, body).Select(p => TypeText.Identifier(FactorySignature.NameOf(p.Symbol, context.Method)));
        if (!context.IsStatic)
            arguments = arguments.Prepend("this");
        var factory = context.Names.Factory == context.Method.Name + KnownNames.FactorySuffix
            ? FactorySignature.Of(context.Method)
            : FactorySignature.Declare(context.Method, Accessibility.Private, context.Names.Factory); // a virtual one calls it
        text.Append($"    {factory} => new {machine}({string.Join(", ", arguments)});\n\n");
        text.Append($"    private sealed class {machine} : {context.Type.FactoryType}{SignatureText.Constraints(typeParameters)}\n    {{\n");
        WriteFields(text, context, body);
        WriteConstructor(text, context, body);
        if (context.IsStatic)
            WriteBody(text, context, body, "        ", $"public override bool Resume(global::CoroutineDsl.Greenlet {context.Identifiers.Greenlet})");
        else
            text.Append($"        public override bool Resume(global::CoroutineDsl.Greenlet greenlet) => self.{context.Names.Body}(this, greenlet);\n");
        WriteLocation(text, context, body);
        WriteRelease(text, context, body);
        if (context.Anonymous.Helpers is { Length: > 0 } helpers)
            text.Append('\n').Append(helpers);
        foreach (var scope in context.Variables.Scopes.Values.OrderBy(s => s.Holder.Id))
            WriteScope(text, scope);
        text.Append("    }\n");
        if (!context.IsStatic)
        {
            text.Append('\n');
            var parameters = SignatureText.TypeParameters(typeParameters);
            WriteBody(text, context, body, "    ", $"private bool {context.Names.Body}{parameters}({machine} {context.Identifiers.Machine}, global::CoroutineDsl.Greenlet {context.Identifiers.Greenlet}){SignatureText.Constraints(typeParameters)}");
        }
        return text.ToString();
    }

    private static void WriteFields(StringBuilder text, LoweringContext context, BodyWriter body)
    {
        var access = context.IsStatic ? "private" : "internal";
        if (!context.IsStatic)
            text.Append($"        private {TypeText.Of(context.Method.ContainingType)} self;\n");
        foreach (var variable in Fields(context, body))
            text.Append($"        {access} {variable.TypeText} {variable.Name}{(variable.IsParameter ? "" : Default(variable))};\n");
    }

    private static IEnumerable<Variable> Fields(LoweringContext context, BodyWriter body) => context.Variables.All.Where(variable =>
        variable.IsField && variable.Constant is null && variable.Scope is null && body.IsUsed(variable));

    /// <summary>What a machine that has ended must not keep alive.</summary>
    private static void WriteRelease(StringBuilder text, LoweringContext context, BodyWriter body)
    {
        var names = Fields(context, body).Where(variable => variable.HoldsReferences).Select(variable => variable.Name);
        if (!context.IsStatic)
            names = names.Prepend("self");
        if (string.Concat(names.Select(name => $"            {name} = default!;\n")) is { Length: > 0 } assignments)
            text.Append("\n        public override void Release()\n        {\n").Append(assignments).Append("        }\n");
    }

    private static string Default(Variable variable) => variable.Type is { IsValueType: true } || variable.TypeText is "int" or "bool" ? "" : " = default!";

    /// <summary>The parameters that the body mentions.</summary>
    private static IEnumerable<(IParameterSymbol Symbol, Variable Field)> Stored(LoweringContext context, BodyWriter body) => context.Variables.Parameters.Where(p => body.IsUsed(p.Field));

    private static void WriteConstructor(StringBuilder text, LoweringContext context, BodyWriter body)
    {
        var stored = Stored(context, body).ToList();
        var parameters = stored.Select(p => SignatureText.Parameter(p.Symbol)).ToList();
        var assignments = stored.Select(p => $"this.{p.Field.Name} = {TypeText.Identifier(p.Symbol.Name)};").ToList();
        if (!context.IsStatic)
        {
            var self = stored.Exists(p => p.Symbol.Name == "self") ? "self_" : "self";
            parameters.Insert(0, $"{TypeText.Of(context.Method.ContainingType)} {self}");
            assignments.Insert(0, $"this.self = {self};");
        }
        text.Append('\n');
        if (parameters.Count == 0)
            return;
        text.Append($"        internal {context.Names.Machine}({string.Join(", ", parameters)})");
        if (assignments.Count == 1)
            text.Append($" => {assignments[0]}\n\n");
        else
        {
            text.Append("\n        {\n");
            foreach (var assignment in assignments)
                text.Append("            ").Append(assignment).Append('\n');
            text.Append("        }\n\n");
        }
    }

    private static void WriteBody(StringBuilder text, LoweringContext context, BodyWriter body, string indent, string signature)
    {
        var inner = indent + "    ";
        text.Append($"{indent}{signature}\n{indent}{{\n");
        foreach (var variable in context.Variables.All)
            if (variable.Constant is { } value && body.IsUsed(variable))
                text.Append($"{inner}const {variable.TypeText} {variable.Name} = {value};\n");
        foreach (var variable in context.Variables.All)
            if (!variable.IsField && variable.Constant is null && variable.Scope is null && body.IsUsed(variable))
                text.Append($"{inner}{(variable.Type is { IsRefLikeType: true } ? "scoped " : "")}{variable.TypeText} {variable.Name}{(Default(variable) is { Length: > 0 } value ? value : " = default")};\n");
        text.Append(body.Prologue(inner)).Append(body.Text);
        if (body.HasLineDirectives)
            text.Append("#line hidden\n");
        text.Append($"{indent}}}\n");
        if (body.HasLineDirectives)
            text.Append("#line default\n");
    }

    /// <summary>Where a parked frame stands: written under the user's own path, so that it obeys path maps.</summary>
    private static void WriteLocation(StringBuilder text, LoweringContext context, BodyWriter body)
    {
        var name = SymbolDisplayText(context.Method.Name);
        text.Append("\n        public override global::CoroutineDsl.FrameLocation Location => State switch\n        {\n");
        foreach (var (state, place) in body.Places)
            text.Append(SourceMap.LineDirective(place)).Append($"            {state} => new({name}, {SourceMap.Line(place)}),\n");
        SyntaxNodeOrToken start = context.Body.OpenBraceToken;
        var directive = SourceMap.LineDirective(start);
        text.Append(directive).Append($"            _ => new({name}, {SourceMap.Line(start)}),\n");
        if (directive.Length > 0 || body.HasLineDirectives)
            text.Append("#line default\n");
        text.Append("        };\n");
    }

    private static string SymbolDisplayText(string name) => Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(name, quote: true);

    private static void WriteScope(StringBuilder text, CaptureScope scope)
    {
        text.Append($"\n        internal sealed class {scope.ClassName}\n        {{\n");
        foreach (var variable in scope.Variables)
            text.Append($"            public {variable.TypeText} {variable.Name}{Default(variable)};\n");
        text.Append("        }\n");
    }
}

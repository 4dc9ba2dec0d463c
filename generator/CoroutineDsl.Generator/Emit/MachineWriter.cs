using System.Text;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Emit;

/// <summary>The text of a lowered coroutine.</summary>
/// <param name="Members">What stands in the containing type: the factory, and the body where it needs the user's <c>this</c>.</param>
/// <param name="Nested">What stands in the type nested in it: the machine.</param>
internal readonly record struct MachineText(string Members, string Nested);

/// <summary>Writes the factory, the machine, and the body beside it where it needs the user's <c>this</c>.</summary>
internal sealed class MachineWriter
{
    private const string Indent = "            ";

    private readonly LoweringContext _context;
    private readonly BodyWriter _body;
    private readonly StringBuilder _text = new();
    private readonly List<(IParameterSymbol Symbol, Variable Field)> _stored;

    private MachineWriter(LoweringContext context, List<Instruction> instructions)
    {
        _context = context;
        _body = new BodyWriter(context, context.IsStatic ? 4 : 2);
        _body.Write(instructions);
        // a parameter that nothing mentions is not kept
        _stored = [.. context.Variables.Parameters.Where(p => _body.IsUsed(p.Field))];
    }

    public static MachineText Write(LoweringContext context, List<Instruction> instructions)
    {
        var writer = new MachineWriter(context, instructions);
        return new MachineText(writer.Members(), writer.Machine());
    }

    /// <summary>Each enumeration of a stream has a machine of its own.</summary>
    private bool HasEnumerable => _context.Type is { IsStream: true, IsEnumerable: true };

    private string Members()
    {
        var names = _stored.Select(p => TypeText.Identifier(FactorySignature.NameOf(p.Symbol, _context.Method)));
        var arguments = string.Join(", ", _context.IsStatic ? names : names.Prepend("this"));
        var members = $"    {Marks.Glue}\n    {FactorySignature.Of(_context.Method, _context.Names)} => new {(HasEnumerable ? EnumerableWriter.TypeOf(_context) : VariableTable.MachineType(_context))}({arguments});\n";
        if (_context.IsStatic)
            return members;
        var typeParameters = ExtensionBlock.AllTypeParameters(_context.Method);
        _text.Clear();
        WriteBody("    ", $"private bool {_context.Names.Body}{SignatureText.TypeParameters(typeParameters)}({VariableTable.MachineType(_context)} {_context.Identifiers.Machine}, "
            + $"global::CoroutineDsl.Greenlet {_context.Identifiers.Greenlet}){SignatureText.Constraints(typeParameters)}");
        return $"{members}\n{_text}";
    }

    private string Machine()
    {
        var typeParameters = ExtensionBlock.AllTypeParameters(_context.Method);
        _text.Clear();
        foreach (var mark in Marks.ContextOf(_context.Method))
            _text.Append($"        {mark}\n");
        _text.Append($"        internal sealed class {_context.Names.Machine}{SignatureText.TypeParameters(typeParameters)} : {_context.Type.MachineType}{SignatureText.Constraints(typeParameters)}\n        {{\n");
        WriteFields();
        WriteConstructor();
        if (_context.IsStatic)
            WriteBody(Indent, $"public override bool Resume(global::CoroutineDsl.Greenlet {_context.Identifiers.Greenlet})");
        else
            _text.Append($"{Indent}{Marks.Glue}\n{Indent}{Marks.Hidden}\n{Indent}public override bool Resume(global::CoroutineDsl.Greenlet greenlet) => self.{_context.Names.Body}(this, greenlet);\n");
        WriteLocation();
        WriteRelease();
        if (_context.Anonymous.Helpers is { Length: > 0 } helpers)
            _text.Append('\n').Append(helpers);
        foreach (var scope in _context.Variables.Scopes.Values.OrderBy(s => s.Holder.Id))
            WriteScope(scope);
        _text.Append("        }\n");
        if (HasEnumerable)
            _text.Append(EnumerableWriter.Write(_context, [.. _stored.Select(p => p.Symbol)]));
        return _text.ToString();
    }

    private void WriteFields()
    {
        var access = _context.IsStatic ? "private" : "internal";
        if (!_context.IsStatic)
            _text.Append($"{Indent}private {TypeText.Of(_context.Method.ContainingType)} self;\n");
        foreach (var variable in Fields())
            _text.Append($"{Indent}{access} {variable.TypeText} {variable.Name}{(variable.IsParameter ? "" : Default(variable))};\n");
    }

    private IEnumerable<Variable> Fields() => _context.Variables.All.Where(variable => variable is { IsField: true, Constant: null, Scope: null } && _body.IsUsed(variable));

    /// <summary>What a machine that has ended must not keep alive.</summary>
    private void WriteRelease()
    {
        var names = Fields().Where(variable => variable.HoldsReferences).Select(variable => variable.Name);
        if (!_context.IsStatic)
            names = names.Prepend("self");
        if (string.Concat(names.Select(name => $"{Indent}    {name} = default!;\n")) is { Length: > 0 } assignments)
            _text.Append($"\n{Indent}{Marks.Glue}\n{Indent}public override void Release()\n{Indent}{{\n").Append(assignments).Append($"{Indent}}}\n");
    }

    private static string Default(Variable variable) => variable.Type is { IsValueType: true } || variable.TypeText is "int" or "bool" ? "" : " = default!";

    private void WriteConstructor()
    {
        var parameters = _stored.Select(p => SignatureText.Parameter(p.Symbol)).ToList();
        var assignments = _stored.Select(p => $"this.{p.Field.Name} = {TypeText.Identifier(p.Symbol.Name)};").ToList();
        if (!_context.IsStatic)
        {
            var names = new UniqueNames();
            foreach (var (symbol, _) in _stored)
                names.Take(symbol.Name);
            var self = names.Next("self");
            parameters.Insert(0, $"{TypeText.Of(_context.Method.ContainingType)} {self}");
            assignments.Insert(0, $"this.self = {self};");
        }
        _text.Append('\n');
        if (parameters.Count == 0)
            return;
        _text.Append($"{Indent}{Marks.Glue}\n{Indent}internal {_context.Names.Machine}({string.Join(", ", parameters)})");
        if (assignments.Count == 1)
            _text.Append($" => {assignments[0]}\n\n");
        else
            _text.Append($"\n{Indent}{{\n").Append(string.Concat(assignments.Select(assignment => $"{Indent}    {assignment}\n"))).Append($"{Indent}}}\n\n");
    }

    private void WriteBody(string indent, string signature)
    {
        var inner = indent + "    ";
        foreach (var mark in Marks.OfBody(_context.Method))
            _text.Append($"{indent}{mark}\n");
        _text.Append($"{indent}{signature}\n{indent}{{\n");
        foreach (var variable in _context.Variables.All)
            if (variable.Constant is { } value && _body.IsUsed(variable))
                _text.Append($"{inner}const {variable.TypeText} {variable.Name} = {value};\n");
        foreach (var variable in _context.Variables.All)
            if (variable is { IsField: false, Constant: null, Scope: null } && _body.IsUsed(variable))
                _text.Append($"{inner}{(variable.Type is { IsRefLikeType: true } ? "scoped " : "")}{variable.TypeText} {variable.Name}{(Default(variable) is { Length: > 0 } value ? value : " = default")};\n");
        _text.Append(_body.Prologue(inner)).Append(_body.Text).Append($"{(_body.EndsHidden ? "" : "#line hidden\n")}{indent}}}\n");
    }

    /// <summary>Where a parked frame stands: written under the user's own path, so that it obeys path maps.</summary>
    private void WriteLocation()
    {
        var name = SymbolDisplay.FormatLiteral(MachineNaming.Stem(_context.Method), quote: true);
        _text.Append($"\n{Indent}{Marks.Glue}\n{Indent}public override global::CoroutineDsl.FrameLocation Location => State switch\n{Indent}{{\n");
        foreach (var (state, place) in _body.Places)
            _text.Append(SourceMap.LineDirective(place)).Append($"{Indent}    {state} => new({name}, {SourceMap.Line(place)}),\n");
        SyntaxNodeOrToken start = _context.Body.OpenBraceToken;
        var directive = SourceMap.LineDirective(start);
        _text.Append(directive).Append($"{Indent}    _ => new({name}, {SourceMap.Line(start)}),\n");
        if (directive.Length > 0 || _body.HasLineDirectives)
            _text.Append("#line hidden\n");
        _text.Append($"{Indent}}};\n");
    }

    private void WriteScope(CaptureScope scope)
    {
        _text.Append($"\n{Indent}internal sealed class {scope.ClassName}\n{Indent}{{\n");
        foreach (var variable in scope.Variables)
            _text.Append($"{Indent}    public {variable.TypeText} {variable.Name}{Default(variable)};\n");
        _text.Append($"{Indent}}}\n");
    }
}

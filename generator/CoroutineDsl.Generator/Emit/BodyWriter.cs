using System.Globalization;
using System.Text;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Emit;

/// <summary>Writes instructions as C#. A try begins with a dispatch of its own, since no jump can enter it.</summary>
internal sealed class BodyWriter
{
    private readonly LoweringContext _context;
    private readonly LineWriter _lines;
    private readonly HashSet<Variable> _used = [];
    private readonly Dictionary<Variable, CaptureScope> _scopes;
    private readonly Dictionary<int, string> _resume = [];
    private readonly Dictionary<int, string> _resumed = [];
    private readonly string _greenlet;
    private List<Instruction> _instructions = [];
    private int _finallies;
    private bool _skipsFinally;

    public BodyWriter(LoweringContext context, int depth)
    {
        (_context, _lines) = (context, new LineWriter(depth));
        _scopes = context.Variables.Scopes.Values.ToDictionary(s => s.Holder);
        _greenlet = context.Identifiers.Greenlet;
    }

    public bool HasLineDirectives => _lines.HasLineDirectives;

    /// <summary>Whether the text ends in glue.</summary>
    public bool EndsHidden => _lines.IsHidden;

    public string Text => _lines.Text;

    /// <summary>Where each state waits.</summary>
    public List<(int State, SyntaxNodeOrToken Place)> Places { get; } = [];

    /// <summary>Whether the variable has a place of its own that something mentions.</summary>
    public bool IsUsed(Variable variable) => _used.Contains(variable);

    public void Write(List<Instruction> instructions)
    {
        _instructions = instructions;
        foreach (var wait in Waits(instructions))
        {
            _resume[wait.State] = _context.Identifiers.Label("Resume");
            _resumed[wait.State] = _context.Identifiers.Label("Resumed");
        }
        WriteList(instructions);
    }

    /// <summary>What stands before the first instruction: the flags, and the dispatch to where the frame was resumed.</summary>
    public string Prologue(string indent)
    {
        var text = new StringBuilder();
        if (_skipsFinally)
            text.Append($"{indent}var {_context.Identifiers.Parked} = false;\n");
        if (!Waits(_instructions).Any())
            return text.ToString();
        var state = State;
        if (_instructions.OfType<Try>().Any(t => Waits(t.Body).Any()))
        {
            text.Append($"{indent}var {_context.Identifiers.Resumed} = {State};\n");
            state = _context.Identifiers.Resumed;
        }
        return text.Append(Dispatch(_instructions, state, indent)).ToString();
    }

    private string State => _context.IsStatic ? "State" : _context.Identifiers.Machine + ".State";

    private static IEnumerable<Await> Waits(List<Instruction> instructions) => instructions.SelectMany(i => i switch
    {
        Await wait => [wait],
        Try region => Waits(region.Body),
        _ => Enumerable.Empty<Await>(),
    });

    private string Dispatch(List<Instruction> instructions, string state, string indent)
    {
        var text = new StringBuilder($"{indent}switch ({state})\n{indent}{{\n");
        foreach (var instruction in instructions)
            if (instruction is Await wait)
                text.Append($"{indent}    case {Number(wait.State)}: goto {_resume[wait.State]};\n");
            else if (instruction is Try region && Waits(region.Body).ToList() is { Count: > 0 } waits)
                text.Append($"{indent}    {string.Join(" ", waits.Select(w => $"case {Number(w.State)}:"))} goto {region.Entry};\n");
        return text.Append($"{indent}}}\n").ToString();
    }

    private void WriteList(List<Instruction> instructions)
    {
        foreach (var instruction in instructions)
            switch (instruction)
            {
                case Copy { Code.Text.IsEmpty: false } copy: WriteCode(copy.Code, Place(copy.Code.Text)); break;
                case Store store: WriteCode(store.Value, $"{Place(store.Target)} = {Place(store.Value.Text)};"); break;
                case SetResult result: WriteCode(result.Value, $"{_context.ResultText} = {Place(result.Value.Text)};"); break;
                case Branch branch: WriteCode(branch.Condition, $"if ({Place(branch.Condition.Text)}) goto {branch.Target};"); break;
                case Goto jump: _lines.User($"goto {jump.Target};", jump.Source); break;
                case Return end: WriteCode(end.Code, "return true;"); break;
                case Label label: _lines.Label(label.Name); break;
                case Await { IsItem: true } item: WriteItem(item); break;
                case Await wait: WriteAwait(wait); break;
                case TailCall call: WriteTailCall(call); break;
                case Try region: WriteTry(region); break;
            }
    }

    private void WriteCode(Code code, string text)
    {
        foreach (var comment in code.Comments)
            _lines.Comment(comment);
        var isOpen = Open(code);
        _lines.User(text, code.Source);
        if (isOpen)
            Close(code);
    }

    private void WriteTailCall(TailCall call)
    {
        AddPlace(call.State, call.Place);
        foreach (var comment in call.Wait.Comments)
            _lines.Comment(comment);
        _lines.Glue($"{State} = {Number(call.State)};");
        var isOpen = Open(call.Wait);
        _lines.User($"if (!{_greenlet}.Forward({_context.Frame}, {Place(call.Wait.Text)})) return false;", call.Wait.Source);
        if (isOpen)
            Close(call.Wait);
    }

    private void AddPlace(int state, SyntaxNodeOrToken place) =>
        Places.Add((state, place.AsNode() is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : place));

    /// <summary>References that nobody reads any more.</summary>
    private void WriteClearing(IReadOnlyList<Variable> variables)
    {
        if (variables.Count > 0)
            _lines.Glue(string.Join(" ", variables.Select(v => $"{Place(v)} = default!;")));
    }

    private void WriteItem(Await item)
    {
        AddPlace(item.State, item.Place);
        foreach (var comment in item.Wait.Comments)
            _lines.Comment(comment);
        WriteClearing(item.Cleared);
        var isOpen = Open(item.Wait);
        _lines.User($"{_context.Member("Value")} = {Place(item.Wait.Text)};", item.Wait.Source);
        if (isOpen)
            Close(item.Wait);
        WriteClearing(item.ClearedInside);
        _lines.Glue($"{_context.ResultText} = true;");
        _lines.Glue($"{State} = {Number(item.State)};");
        WriteParked();
        _lines.Glue("return true;");
        _lines.Label(_resume[item.State]);
    }

    private void WriteParked()
    {
        if (_finallies == 0)
            return;
        _skipsFinally = true;
        _lines.Glue($"{_context.Identifiers.Parked} = true;");
    }

    private void WriteAwait(Await wait)
    {
        AddPlace(wait.State, wait.Place);
        foreach (var comment in wait.Wait.Comments)
            _lines.Comment(comment);
        WriteClearing(wait.Cleared);
        _lines.Glue($"{State} = {Number(wait.State)};");
        var received = wait.Result ?? wait.Ended;
        var argument = received is not null ? Place(received) : wait.Discarded is { } type ? $"{type} _" : null;
        var isOpen = Open(wait.Wait);
        _lines.User($"if ({Begin(wait, argument is null ? "" : $", out {argument}")}) goto {_resumed[wait.State]};", wait.Wait.Source);
        if (isOpen)
            Close(wait.Wait);
        WriteClearing(wait.ClearedInside);
        WriteParked();
        _lines.Glue("return false;");
        _lines.Label(_resume[wait.State]);
        if (wait.Ended is null)
            _lines.User($"{_greenlet}.End({(argument is null ? "" : "out " + argument)});", wait.Wait.Source);
        else
        {
            _lines.User($"{_greenlet}.End();", wait.Wait.Source);
            _lines.Glue($"{argument} = false;");
        }
        _lines.Label(_resumed[wait.State]);
    }

    private string Begin(Await wait, string value)
    {
        if (wait.IsFused)
            return Place(wait.Wait.Text, $"{_greenlet}, {_context.Frame}{value}");
        return $"{_greenlet}.{(wait.Ended is null ? "Begin" : "BeginOpen")}({_context.Frame}, {Place(wait.Wait.Text)}{value})";
    }

    private void WriteTry(Try region)
    {
        var isEntered = Waits(region.Body).Any();
        if (isEntered)
        {
            _lines.Glue($"{_context.Identifiers.Resumed} = 0;");
            _lines.Label(region.Entry);
        }
        _lines.Glue("try");
        _lines.Glue("{");
        _lines.Depth++;
        if (isEntered)
            _lines.Lines(Dispatch(region.Body, _context.Identifiers.Resumed, _lines.Indent));
        _finallies += region.Finally is null ? 0 : 1;
        WriteList(region.Body);
        _finallies -= region.Finally is null ? 0 : 1;
        _lines.Depth--;
        _lines.User("}", region.End);
        foreach (var clause in region.Catches)
        {
            _lines.User(Place(clause.Header.Text), clause.Header.Source);
            WriteBlock(clause.Body, clause.End);
        }
        if (region.Finally is { } final)
            WriteFinally(final, isEntered, region.FinallyEnd);
    }

    private void WriteFinally(List<Instruction> final, bool isGuarded, SyntaxNodeOrToken? end)
    {
        _lines.Glue("finally");
        if (!isGuarded)
        {
            WriteBlock(final, end);
            return;
        }
        _lines.Glue("{");
        _lines.Depth++;
        _lines.Glue($"if (!{_context.Identifiers.Parked})");
        WriteBlock(final, end);
        _lines.Depth--;
        // a parked frame comes by here too: nobody who steps through a wait wants to see that
        _lines.User("}", _context.HasStops ? null : end);
    }

    private void WriteBlock(List<Instruction> instructions, SyntaxNodeOrToken? end)
    {
        _lines.Glue("{");
        _lines.Depth++;
        WriteList(instructions);
        _lines.Depth--;
        _lines.User("}", end);
    }

    /// <summary>A block around code that declares, captures, or is checked. Whether one was opened.</summary>
    private bool Open(Code code)
    {
        var captured = code.Uses.Where(use => use.Access == Access.Captured).Select(use => use.Variable).Distinct().OrderBy(holder => holder.Id).ToList();
        if (!code.NeedsBlock && captured.Count == 0 && code.Functions.Count == 0 && code.Overflow is null)
            return false;
        if (code.Overflow is { } overflow)
            _lines.Glue(overflow);
        _lines.Glue("{");
        _lines.Depth++;
        foreach (var holder in captured)
            _lines.Glue($"var {_scopes[holder].Alias} = {Place(holder)};");
        return true;
    }

    private void Close(Code code)
    {
        foreach (var function in code.Functions)
            _lines.Glue(Place(function));
        _lines.Depth--;
        _lines.Glue("}");
    }

    /// <summary>The code, with each variable named by the place it got.</summary>
    private string Place(CodeText text, string added = "") => text.Write(piece => piece switch
    {
        Use { Access: Access.Captured } use => _scopes[use.Variable].Alias,
        Use use => Place(use.Variable),
        LineEnd => LineWriter.OwnLine.ToString(),
        _ => added,
    });

    private string Place(Variable variable)
    {
        if (variable.Scope is { } scope)
            return $"{Place(scope.Holder)}.{variable.Name}";
        var slot = variable.Slot;
        _used.Add(slot);
        return slot.IsField && slot.Constant is null && !_context.IsStatic ? _context.Identifiers.Machine + "." + slot.Name : slot.Name;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;
using CoroutineDsl.Generator.Lowering;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// Writes instructions as C#, with <c>#line</c> spans in front of the user's code and hidden lines for the glue.
/// A try begins with a dispatch of its own, since no jump can enter it.
/// </summary>
internal sealed class BodyWriter
{
    private readonly LoweringContext _context;
    private readonly StringBuilder _text = new();
    private readonly HashSet<int> _used = [];
    private readonly Dictionary<int, CaptureScope> _scopes;
    private readonly Dictionary<int, string> _resume = [];
    private readonly Dictionary<int, string> _resumed = [];
    private readonly string _greenlet;
    private List<Instruction> _instructions = [];
    private int _depth;
    private int _finallies;
    private bool _isHidden = true;
    private bool _skipsFinally;

    public BodyWriter(LoweringContext context, int depth)
    {
        (_context, _depth) = (context, depth);
        _scopes = context.Variables.Scopes.Values.ToDictionary(s => s.Holder.Id);
        _greenlet = context.Identifiers.Greenlet;
        Path = context.Body.SyntaxTree.FilePath;
    }

    public string Path { get; }

    public bool HasPath => Path.Length > 0 && Path.IndexOfAny(['"', '\n', '\r']) < 0;

    public bool HasLineDirectives { get; private set; }

    public string Text => _text.ToString();

    /// <summary>Where each state waits.</summary>
    public List<(int State, SyntaxNodeOrToken Place)> Places { get; } = [];

    public bool IsUsed(Variable variable) => _used.Contains(variable.Id);

    public void Write(List<Instruction> instructions)
    {
        _instructions = instructions;
        foreach (var suspend in States(instructions))
        {
            _resume[suspend.State] = _context.Identifiers.Label("Resume");
            _resumed[suspend.State] = _context.Identifiers.Label("Resumed");
        }
        WriteList(instructions);
    }

    /// <summary>What stands before the first instruction: the flags, and the dispatch to where the frame was resumed.</summary>
    public string Prologue(string indent)
    {
        var text = new StringBuilder();
        if (_skipsFinally)
            text.Append($"{indent}var {_context.Identifiers.Parked} = false;\n");
        if (!States(_instructions).Any())
            return text.ToString();
        var state = State;
        if (HasTries(_instructions))
        {
            text.Append($"{indent}var {_context.Identifiers.Resumed} = {State};\n");
            state = _context.Identifiers.Resumed;
        }
        return text.Append(Dispatch(_instructions, state, indent)).ToString();
    }

    private string State => _context.IsStatic ? "State" : _context.Identifiers.Machine + ".State";

    private static bool HasTries(List<Instruction> instructions) => instructions.OfType<TryRegion>().Any(t => States(t.Body).Any());

    private static IEnumerable<Suspend> States(List<Instruction> instructions) => instructions.SelectMany(i => i switch
    {
        Suspend suspend => [suspend],
        TryRegion region => States(region.Body),
        _ => Enumerable.Empty<Suspend>(),
    });

    private string Dispatch(List<Instruction> instructions, string state, string indent)
    {
        var text = new StringBuilder($"{indent}switch ({state})\n{indent}{{\n");
        foreach (var instruction in instructions)
            if (instruction is Suspend suspend)
                text.Append($"{indent}    case {Number(suspend.State)}: goto {_resume[suspend.State]};\n");
            else if (instruction is TryRegion region && States(region.Body).ToList() is { Count: > 0 } states)
                text.Append($"{indent}    {string.Join(" ", states.Select(s => $"case {Number(s.State)}:"))} goto {region.Entry};\n");
        return text.Append($"{indent}}}\n").ToString();
    }

    private void WriteList(List<Instruction> instructions)
    {
        foreach (var instruction in instructions)
            switch (instruction)
            {
                case Code code: WriteCode(code); break;
                case Label label: WriteLabel(label.Name); break;
                case Suspend suspend: WriteSuspend(suspend); break;
                case Forward forward: WriteForward(forward); break;
                case TryRegion region: WriteTry(region); break;
            }
    }

    private void WriteCode(Code code)
    {
        if (code.Text.Length == 0)
            return;
        foreach (var comment in code.Comments)
            Raw(comment);
        var opened = Open(code);
        User(Resolve(code.Text), code.Source);
        Close(code, opened);
    }

    private void WriteForward(Forward forward)
    {
        AddPlace(forward.State, forward.Place);
        foreach (var comment in forward.Wait.Comments)
            Raw(comment);
        Glue($"{State} = {Number(forward.State)};");
        var opened = Open(forward.Wait);
        User($"if (!{_greenlet}.Forward({_context.Frame}, {Resolve(forward.Wait.Text)})) return false;", forward.Wait.Source);
        Close(forward.Wait, opened);
    }

    private void AddPlace(int state, SyntaxNodeOrToken place) =>
        Places.Add((state, place.AsNode() is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : place));

    /// <summary>References that nobody reads any more.</summary>
    private void WriteClearing(IReadOnlyList<Variable> variables)
    {
        var texts = variables.Select(v => $"{Resolve(Reference.To(v, Reference.Write))} = default!;").ToList();
        if (texts.Count > 0)
            Glue(string.Join(" ", texts));
    }

    private void WriteSuspend(Suspend suspend)
    {
        AddPlace(suspend.State, suspend.Place);
        foreach (var comment in suspend.Wait.Comments)
            Raw(comment);
        WriteClearing(suspend.Cleared);
        Glue($"{State} = {Number(suspend.State)};");
        var argument = suspend.Result is { } result ? Resolve(Reference.To(result, Reference.Write))
            : suspend.Ended is { } ended ? Resolve(Reference.To(ended, Reference.Write))
            : suspend.Discarded is { } type ? $"{type} _" : null;
        var value = argument is null ? "" : $", out {argument}";
        var opened = Open(suspend.Wait);
        var wait = Resolve(suspend.Wait.Text);
        var begin = suspend.IsFused ? wait.Replace(Suspend.Added.ToString(), $"{_greenlet}, {_context.Frame}{value}")
            : $"{_greenlet}.{(suspend.Ended is null ? "Begin" : "BeginOpen")}({_context.Frame}, {wait}{value})";
        User($"if ({begin}) goto {_resumed[suspend.State]};", suspend.Wait.Source);
        Close(suspend.Wait, opened);
        WriteClearing(suspend.ClearedInside);
        if (_finallies > 0)
        {
            _skipsFinally = true;
            Glue($"{_context.Identifiers.Parked} = true;");
        }
        Glue("return false;");
        WriteLabel(_resume[suspend.State]);
        if (suspend.Ended is null)
            User($"{_greenlet}.End({(argument is null ? "" : "out " + argument)});", suspend.Wait.Source);
        else
        {
            User($"{_greenlet}.End();", suspend.Wait.Source);
            Glue($"{argument} = false;");
        }
        WriteLabel(_resumed[suspend.State]);
    }

    private void WriteTry(TryRegion region)
    {
        var isEntered = States(region.Body).Any();
        if (isEntered)
        {
            Glue($"{_context.Identifiers.Resumed} = 0;");
            WriteLabel(region.Entry);
        }
        Glue("try");
        Glue("{");
        _depth++;
        if (isEntered)
        {
            Hide();
            _text.Append(Dispatch(region.Body, _context.Identifiers.Resumed, Indent));
        }
        _finallies += region.Finally is null ? 0 : 1;
        WriteList(region.Body);
        _finallies -= region.Finally is null ? 0 : 1;
        _depth--;
        Glue("}");
        foreach (var clause in region.Catches)
        {
            User(Resolve(clause.Header.Text), clause.Header.Source);
            Glue("{");
            _depth++;
            WriteList(clause.Body);
            _depth--;
            Glue("}");
        }
        if (region.Finally is { } final)
            WriteFinally(final, isEntered);
    }

    private void WriteFinally(List<Instruction> final, bool isGuarded)
    {
        Glue("finally");
        Glue("{");
        _depth++;
        if (isGuarded)
        {
            Glue($"if (!{_context.Identifiers.Parked})");
            Glue("{");
            _depth++;
        }
        WriteList(final);
        if (isGuarded)
        {
            _depth--;
            Glue("}");
        }
        _depth--;
        Glue("}");
    }

    private string Indent => new(' ', _depth * 4);

    /// <summary>A block around code that declares, captures, or is checked. Returns how many were opened.</summary>
    private int Open(Code code)
    {
        var aliases = code.Functions.Prepend(code.Text).SelectMany(Reference.All).Where(r => r.Kind == Reference.Alias).Select(r => r.Id).Distinct().OrderBy(id => id).ToList();
        if (!code.NeedsBlock && aliases.Count == 0 && code.Functions.Count == 0 && code.Overflow is null)
            return 0;
        if (code.Overflow is { } overflow)
            Glue(overflow);
        Glue("{");
        _depth++;
        foreach (var id in aliases)
            Glue($"var {_scopes[id].Alias} = {Resolve(Reference.To(_scopes[id].Holder, Reference.Read))};");
        return 1;
    }

    private void Close(Code code, int opened)
    {
        if (opened == 0)
            return;
        foreach (var function in code.Functions)
            Glue(Resolve(function));
        _depth--;
        Glue("}");
    }

    /// <summary>Text of the user's: the lines of it map to where they came from.</summary>
    private void User(string text, SyntaxNodeOrToken? source)
    {
        if (source is not { } place || !HasPath)
        {
            Glue(text);
            return;
        }
        var span = place.GetLocation()!.GetLineSpan();
        var (start, end) = (span.StartLinePosition, span.EndLinePosition);
        HasLineDirectives = true;
        _isHidden = false;
        _text.Append($"#line ({Number(start.Line + 1)},{Number(start.Character + 1)})-({Number(end.Line + 1)},{Number(end.Character + 1)}) {Number(Math.Max(1, Indent.Length))} \"{Path}\"\n");
        // what follows the first line would be taken for the user's next lines
        var first = text.IndexOf(Code.NewLine);
        _text.Append(Indent).Append(first < 0 ? text : text.Substring(0, first)).Append('\n');
        if (first >= 0)
            Glue(text.Substring(first + 1));
    }

    /// <summary>Lines of ours begin at the indentation of the place; those of the user stay as they are.</summary>
    private string Indented(string text) => text.Replace(Code.NewLine.ToString(), "\n" + Indent);

    private void Glue(string text)
    {
        Hide();
        _text.Append(Indent).Append(Indented(text)).Append('\n');
    }

    private void Raw(string line) => _text.Append(Indent).Append(line).Append('\n');

    private void Hide()
    {
        if (_isHidden || !HasPath)
            return;
        _text.Append("#line hidden\n");
        _isHidden = true;
    }

    private void WriteLabel(string name)
    {
        Hide();
        _text.Append(' ', Math.Max(0, _depth - 1) * 4).Append(name).Append(":;\n");
    }

    private string Resolve(string text) => Reference.Resolve(text, (kind, id) =>
    {
        _used.Add(id);
        var variable = _context.Variables.All[id];
        if (kind == Reference.Alias)
            return _scopes[id].Alias;
        return variable.IsField && variable.Constant is null && !_context.IsStatic ? _context.Identifiers.Machine + "." + variable.Name : variable.Name;
    });

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

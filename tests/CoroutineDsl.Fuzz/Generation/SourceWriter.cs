using System.Text;

namespace CoroutineDsl.Fuzz.Generation;

/// <summary>Indented text with the variables in scope and names that are new.</summary>
internal sealed class SourceWriter(Random random)
{
    private readonly StringBuilder _text = new();
    private readonly List<Variable> _variables = [];
    private int _indent;
    private int _names;

    public override string ToString() => _text.ToString();

    /// <summary>A name that nothing else has here; now and then one that generated code would like to have, or that has to be escaped.</summary>
    public string NewName(string stem) => $"{(random.Next(5) == 0 ? s_wanted[random.Next(s_wanted.Length)] : stem)}{_names++}";

    private static readonly string[] s_wanted = ["value", "temp", "Loop", "Resume", "_", "@is", "enumerator", "scope", "captured", "exception"];

    public void Line(string line) => _text.Append(' ', _indent * 4).Append(line).Append('\n');

    public void Declare(string name, Kind kind, bool isReadOnly = false) => _variables.Add(new Variable(name, kind, isReadOnly));

    /// <summary>A random variable of that kind; null if there is none.</summary>
    public Variable? Pick(Kind kind, bool toAssign = false)
    {
        var fitting = _variables.Where(v => v.Kind == kind && !(toAssign && v.IsReadOnly)).ToList();
        return fitting.Count == 0 ? null : fitting[random.Next(fitting.Count)];
    }

    /// <summary>A block with its own scope, under a line such as <c>while (x)</c>.</summary>
    public void Block(string? header, Action inside, string tail = "")
    {
        if (header is not null)
            Line(header);
        Line("{");
        Scope(inside);
        Line("}" + tail);
    }

    /// <summary>Indented lines with their own scope.</summary>
    public void Scope(Action inside)
    {
        var before = _variables.Count;
        _indent++;
        inside();
        _indent--;
        _variables.RemoveRange(before, _variables.Count - before);
    }
}

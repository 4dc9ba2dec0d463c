using System.Text;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>Writes lines of a body: the user's under <c>#line</c> spans that map them to where they came from, and the glue between them hidden.</summary>
internal sealed class LineWriter(int depth)
{
    private readonly StringBuilder _text = new();

    /// <summary>How deep the next line is indented.</summary>
    public int Depth { get; set; } = depth;

    public string Indent => new(' ', Depth * 4);

    public bool HasLineDirectives { get; private set; }

    /// <summary>Whether what is written now is hidden.</summary>
    public bool IsHidden { get; private set; } = true;

    public string Text => _text.ToString();

    /// <summary>Text of the user's.</summary>
    public void User(string text, SyntaxNodeOrToken? source)
    {
        if (source is not { } place || SourceMap.SpanDirective(place, Indent.Length, text.IndexOf('\n') < 0) is not { } directive)
        {
            Glue(text);
            return;
        }
        HasLineDirectives = true;
        IsHidden = false;
        _text.Append(directive);
        // what follows the first line of ours would be taken for the user's next lines
        var first = text.IndexOf(OwnLine);
        _text.Append(Indent).Append(first < 0 ? text : text.Substring(0, first)).Append('\n');
        if (first >= 0)
            Glue(text.Substring(first + 1));
    }

    /// <summary>Text of ours: its own lines begin at the indentation of the place, those of the user's in it stay as they are.</summary>
    public void Glue(string text)
    {
        Hide();
        _text.Append(Indent).Append(text.Replace(OwnLine.ToString(), "\n" + Indent)).Append('\n');
    }

    public void Comment(string line) => _text.Append(Indent).Append(line).Append('\n');

    public void Label(string name)
    {
        Hide();
        _text.Append(' ', Math.Max(0, Depth - 1) * 4).Append(name).Append(":;\n");
    }

    /// <summary>Lines that bring their own indentation.</summary>
    public void Lines(string text)
    {
        Hide();
        _text.Append(text);
    }

    /// <summary>What <see cref="LineEnd"/> is written as on the way here.</summary>
    public const char OwnLine = '\v';

    private void Hide()
    {
        if (IsHidden)
            return;
        _text.Append("#line hidden\n");
        IsHidden = true;
    }
}

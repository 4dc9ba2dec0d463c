using System.Runtime.CompilerServices;
using System.Text;

namespace CoroutineDsl.Generator.Lowering.Ir;

/// <summary>
/// Code in the making: text with references to variables in it, whose places are chosen once all is known.
/// <code>
/// CodeText condition = $"{read(index)} >= {read(items)}.Length";
/// </code>
/// An interpolated string makes one; so nothing that is written down ever has to be read again.
/// </summary>
[InterpolatedStringHandler]
internal sealed class CodeText
{
    public static readonly CodeText Empty = new(0, 0);

    private readonly List<Piece> _pieces;

    public CodeText(int literalLength, int formattedCount) => _pieces = new List<Piece>(literalLength == 0 ? formattedCount : formattedCount * 2 + 1);

    public CodeText() => _pieces = [];

    /// <summary>The pieces in order, texts joined.</summary>
    public IReadOnlyList<Piece> Pieces => _pieces;

    public bool IsEmpty => _pieces.Count == 0;

    /// <summary>The variables that it mentions.</summary>
    public IEnumerable<Use> Uses => _pieces.OfType<Use>();

    public bool HasUses => _pieces.Exists(static piece => piece is Use);

    public static implicit operator CodeText(string text)
    {
        var code = new CodeText(0, 1);
        code.AppendLiteral(text);
        return code;
    }

    /// <summary>How many lines of the user's end in it.</summary>
    public int LineBreaks => _pieces.OfType<Text>().Sum(text => text.Value.Count(character => character == '\n'));

    /// <summary>A variable, where it is read, written, or reached from a nested function.</summary>
    public static CodeText Of(Variable variable, Access access)
    {
        var code = new CodeText(0, 1);
        code._pieces.Add(new Use(variable, access));
        return code;
    }

    /// <summary>The end of a line of the lowering's own, as opposed to one of the user's.</summary>
    public static CodeText Line { get; } = Of(LineEnd.Instance);

    /// <summary>What a fused begin takes beside the arguments of the call that it stands for.</summary>
    public static CodeText Hole { get; } = Of(BeginArguments.Instance);

    public static CodeText Join(string separator, IEnumerable<CodeText> items)
    {
        var code = new CodeText();
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst)
                code.AppendLiteral(separator);
            isFirst = false;
            code.AppendFormatted(item);
        }
        return code;
    }

    public static CodeText Concat(IEnumerable<CodeText> items) => Join("", items);

    public void AppendLiteral(string text)
    {
        if (text.Length == 0)
            return;
        if (_pieces.Count > 0 && _pieces[_pieces.Count - 1] is Text last)
            last.Append(text);
        else
            _pieces.Add(new Text(text));
    }

    public void AppendFormatted(string? text) => AppendLiteral(text ?? "");

    public void AppendFormatted(char character) => AppendLiteral(character.ToString());

    public void AppendFormatted(CodeText code)
    {
        foreach (var piece in code._pieces)
            if (piece is Text text)
                AppendLiteral(text.Value);
            else
                _pieces.Add(piece);
    }

    /// <summary>Text that follows, kept apart where it would grow together with the word in front of it: <c>value1</c> and <c>is</c>.</summary>
    public void AppendToken(CodeText code)
    {
        if (EndsInWord && code.StartsWithWord)
            AppendLiteral(" ");
        AppendFormatted(code);
    }

    public bool IsText(string text) => _pieces is [Text only] ? only.Value == text : text.Length == 0 && _pieces.Count == 0;

    /// <summary>Whether it says nothing but to read that variable.</summary>
    public bool IsReadOf(Variable variable) => _pieces is [Use { Access: Access.Read } only] && only.Variable == variable;

    public bool ContainsText(string text) => _pieces.Exists(piece => piece is Text found && found.Value.Contains(text));

    /// <summary>The text, with each reference as it is told.</summary>
    public string Write(Func<Piece, string> place)
    {
        if (_pieces is [Text only])
            return only.Value;
        var result = new StringBuilder();
        foreach (var piece in _pieces)
            result.Append(piece is Text text ? text.Value : place(piece));
        return result.ToString();
    }

    /// <summary>With some of the references as something else; null leaves one as it is.</summary>
    public CodeText Replace(Func<Use, CodeText?> replacement)
    {
        var code = new CodeText();
        foreach (var piece in _pieces)
            if (piece is Text text)
                code.AppendLiteral(text.Value);
            else if (piece is Use use && replacement(use) is { } other)
                code.AppendFormatted(other);
            else
                code._pieces.Add(piece);
        return code;
    }

    /// <summary>There is no text before the variables have their places: to ask for it is a mistake.</summary>
    public override string ToString() => throw new InvalidOperationException("this text still has references in it");

    private bool EndsInWord => _pieces.Count > 0 && (_pieces[_pieces.Count - 1] is not Text text ? _pieces[_pieces.Count - 1] is Use : IsWord(text.Value[text.Value.Length - 1]));

    private bool StartsWithWord => _pieces.Count > 0 && (_pieces[0] is not Text text ? _pieces[0] is Use : IsWord(text.Value[0]));

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '@';

    private static CodeText Of(Piece piece)
    {
        var code = new CodeText();
        code._pieces.Add(piece);
        return code;
    }
}

/// <summary>A part of code.</summary>
internal abstract class Piece;

/// <summary>Text that stays as it is.</summary>
internal sealed class Text(string value) : Piece
{
    private StringBuilder? _more;
    private string _value = value;

    public string Value
    {
        get
        {
            if (_more is not null)
                (_value, _more) = (_more.ToString(), null);
            return _value;
        }
    }

    /// <summary>For the code that it was made by, while that is in the making.</summary>
    public void Append(string text) => (_more ??= new StringBuilder(_value)).Append(text);
}

/// <summary>A mention of a variable.</summary>
internal sealed class Use(Variable variable, Access access) : Piece
{
    public Variable Variable { get; } = variable;

    public Access Access { get; } = access;
}

/// <summary>How a variable is mentioned.</summary>
internal enum Access
{
    Read,
    Write,

    /// <summary>The object of a capture scope, as a nested function sees it: through a local of its own.</summary>
    Captured,
}

internal sealed class LineEnd : Piece
{
    public static readonly LineEnd Instance = new();
}

internal sealed class BeginArguments : Piece
{
    public static readonly BeginArguments Instance = new();
}

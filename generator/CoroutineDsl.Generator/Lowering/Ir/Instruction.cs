using CoroutineDsl.Generator.Lowering.Analysis;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Ir;

/// <summary>A step of the flat body.</summary>
internal abstract class Instruction;

/// <summary>Statements without a suspension.</summary>
internal sealed class Code(string text, SyntaxNodeOrToken? source) : Instruction
{
    /// <summary>Begins a line of the lowering's own in the text, as opposed to one of the user's.</summary>
    public const char NewLine = '\u0003';

    public string Text { get; } = text;

    /// <summary>The user's code that it maps to; null for glue.</summary>
    public SyntaxNodeOrToken? Source { get; } = source;

    /// <summary>The labels that it may jump to.</summary>
    public IReadOnlyCollection<string> Targets { get; init; } = [];

    /// <summary>Whether control can reach the next instruction.</summary>
    public bool FallsThrough { get; init; } = true;

    /// <summary>Variables that hold no earlier value after it (and, where it declares them, before it).</summary>
    public IReadOnlyCollection<Variable> Kills { get; init; } = [];

    /// <summary>Whether the killed variables are declared in it, so that what it reads of them is its own.</summary>
    public bool Declares { get; init; }

    /// <summary>Whether it declares locals of its own.</summary>
    public bool NeedsBlock { get; init; }

    /// <summary>Local functions that must be declared beside it.</summary>
    public IReadOnlyCollection<string> Functions { get; init; } = [];

    /// <summary><c>checked</c>, <c>unchecked</c> or nothing.</summary>
    public string? Overflow { get; init; }

    /// <summary>The comments in front of it.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];
}

internal sealed class Label(string name) : Instruction
{
    public string Name { get; } = name;
}

/// <summary>A wait: begin, and either go on or return until resumed.</summary>
internal sealed class Suspend(int state, Code wait, Variable? result, string? discarded, SyntaxNodeOrToken place) : Instruction
{
    /// <summary>Stands in the text of a fused begin for what the begin takes beside the call's own arguments.</summary>
    public const char Added = '\u0004';

    public int State { get; } = state;

    /// <summary>The text is what is waited for, or the call of its own begin.</summary>
    public Code Wait { get; } = wait;

    public Variable? Result { get; } = result;

    /// <summary>The type of a value that nobody wants.</summary>
    public string? Discarded { get; } = discarded;

    public SyntaxNodeOrToken Place { get; } = place;

    /// <summary>Whether the text is a call that begins the wait itself.</summary>
    public bool IsFused => Wait.Text.IndexOf(Added) >= 0;

    /// <summary>The arguments of a <c>Begin</c> whose value is not that of the <c>End</c>: <c>out ended</c>.</summary>
    public Variable? Ended { get; init; }

    /// <summary>Whether it runs a coroutine of this one's type, as the whole of a <c>yield return</c> or of the result.</summary>
    public bool IsLastCall { get; init; }

    /// <summary>Variables that are dead from here on, and must not keep alive what they refer to: before the wait begins.</summary>
    public IReadOnlyList<Variable> Cleared { get; set; } = [];

    /// <summary>The same for variables that the wait itself mentions: once it has begun.</summary>
    public IReadOnlyList<Variable> ClearedInside { get; set; } = [];
}

/// <summary>The last act of a coroutine: another takes its place.</summary>
internal sealed class Forward(int state, Code wait, SyntaxNodeOrToken place) : Instruction
{
    public int State { get; } = state;

    public Code Wait { get; } = wait;

    public SyntaxNodeOrToken Place { get; } = place;
}

internal sealed class TryRegion(string entry, List<Instruction> body) : Instruction
{
    /// <summary>The label in front of it, where a resumed step enters.</summary>
    public string Entry { get; } = entry;

    public List<Instruction> Body { get; } = body;

    public List<CatchRegion> Catches { get; } = [];

    public List<Instruction>? Finally { get; set; }
}

internal sealed class CatchRegion(Code header, List<Instruction> body)
{
    /// <summary><c>catch (E e) when (...)</c>.</summary>
    public Code Header { get; } = header;

    public List<Instruction> Body { get; } = body;
}

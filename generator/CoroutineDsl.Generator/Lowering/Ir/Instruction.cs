using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Ir;

/// <summary>A step of the flat body.</summary>
internal abstract class Instruction
{
    /// <summary>Whether control can reach the next instruction.</summary>
    public virtual bool FallsThrough => true;
}

/// <summary>The user's statements without a suspension, as they are written.</summary>
internal sealed class Copy(Code code, bool fallsThrough = true) : Instruction
{
    public Code Code { get; } = code;

    public override bool FallsThrough { get; } = fallsThrough;

    /// <summary>Variables that hold no earlier value after it (and, where it declares them, before it).</summary>
    public IReadOnlyCollection<Variable> Kills { get; init; } = [];

    /// <summary>Whether the killed variables are declared in it, so that what it reads of them is its own.</summary>
    public bool Declares { get; init; }
}

/// <summary><c>variable = value;</c></summary>
internal sealed class Store(Variable target, Code value) : Instruction
{
    public Variable Target { get; } = target;

    /// <summary>The text is the value.</summary>
    public Code Value { get; } = value;
}

/// <summary>A declaration without a value: the variable holds nothing of an earlier time around.</summary>
internal sealed class Forget(Variable variable) : Instruction
{
    public Variable Variable { get; } = variable;
}

/// <summary><c>Result = value;</c></summary>
internal sealed class SetResult(Code value) : Instruction
{
    /// <summary>The text is the value.</summary>
    public Code Value { get; } = value;
}

/// <summary><c>if (condition) goto label;</c></summary>
internal sealed class Branch(Code condition, string target) : Instruction
{
    /// <summary>The text is the condition.</summary>
    public Code Condition { get; } = condition;

    public string Target { get; } = target;
}

/// <summary><c>goto label;</c></summary>
internal sealed class Goto(string target, SyntaxNodeOrToken? source = null) : Instruction
{
    public string Target { get; } = target;

    /// <summary>What of the user's jumps there.</summary>
    public SyntaxNodeOrToken? Source { get; } = source;

    public override bool FallsThrough => false;
}

/// <summary>The end of the coroutine.</summary>
internal sealed class Return(Code code) : Instruction
{
    /// <summary>Without a text: where it stands.</summary>
    public Code Code { get; } = code;

    public override bool FallsThrough => false;
}

internal sealed class Label(string name) : Instruction
{
    public string Name { get; } = name;
}

/// <summary>A wait: begin, and either go on or return until resumed.</summary>
internal sealed class Await(int state, Code wait, Variable? result, string? discarded, SyntaxNodeOrToken place) : Instruction
{
    public int State { get; } = state;

    /// <summary>The text is what is waited for, or the call of its own begin.</summary>
    public Code Wait { get; } = wait;

    public Variable? Result { get; } = result;

    /// <summary>The type of a value that nobody wants.</summary>
    public string? Discarded { get; } = discarded;

    public SyntaxNodeOrToken Place { get; } = place;

    /// <summary>Whether the text is a call that begins the wait itself.</summary>
    public bool IsFused => Wait.Text.Pieces.Contains(BeginArguments.Instance);

    /// <summary>The arguments of a <c>Begin</c> whose value is not that of the <c>End</c>: <c>out ended</c>.</summary>
    public Variable? Ended { get; init; }

    /// <summary>Whether it is no wait but a value that a stream yields: the text is the value.</summary>
    public bool IsItem { get; init; }

    /// <summary>Whether it runs a coroutine of this one's type, as the whole of a <c>yield return</c> or of the result.</summary>
    public bool IsLastCall { get; init; }

    /// <summary>Variables that are dead from here on, and must not keep alive what they refer to: before the wait begins.</summary>
    public IReadOnlyList<Variable> Cleared { get; set; } = [];

    /// <summary>The same for variables that the wait itself mentions: once it has begun.</summary>
    public IReadOnlyList<Variable> ClearedInside { get; set; } = [];
}

/// <summary>The last act of a coroutine: another takes its place.</summary>
internal sealed class TailCall(int state, Code wait, SyntaxNodeOrToken place) : Instruction
{
    public int State { get; } = state;

    public Code Wait { get; } = wait;

    public SyntaxNodeOrToken Place { get; } = place;
}

internal sealed class Try(string entry, List<Instruction> body) : Instruction
{
    /// <summary>The label in front of it, where a resumed step enters.</summary>
    public string Entry { get; } = entry;

    public List<Instruction> Body { get; } = body;

    public List<Catch> Catches { get; } = [];

    public List<Instruction>? Finally { get; set; }

    /// <summary>The user's brace that ends the block.</summary>
    public SyntaxNodeOrToken? End { get; set; }

    /// <summary>The user's brace that ends the finally clause.</summary>
    public SyntaxNodeOrToken? FinallyEnd { get; set; }
}

internal sealed class Catch(Code header, List<Instruction> body)
{
    /// <summary><c>catch (E e) when (...)</c>.</summary>
    public Code Header { get; } = header;

    public List<Instruction> Body { get; } = body;

    /// <summary>The user's brace that ends it.</summary>
    public SyntaxNodeOrToken? End { get; init; }
}

using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Ir;

/// <summary>A variable of the machine: a parameter, a local of the user that cannot stay where it was written, or a temporary of the lowering.</summary>
internal sealed class Variable(int id, string name, string typeText, ITypeSymbol? type)
{
    private Variable? _slot;

    public int Id { get; } = id;

    /// <summary>Unique in the machine.</summary>
    public string Name { get; } = name;

    public string TypeText { get; } = typeText;

    public ITypeSymbol? Type { get; } = type;

    /// <summary>The object that holds it, where a nested function captures it.</summary>
    public CaptureScope? Scope { get; init; }

    /// <summary>The text of a constant's value: it needs no storage.</summary>
    public string? Constant { get; init; }

    public bool IsParameter { get; init; }

    /// <summary>Whether it lives across a suspension, in the machine; otherwise it is a local of one step.</summary>
    public bool IsField { get; set; }

    /// <summary>Where its value is stored: in itself, or in a variable that it shares the place with since their lives do not meet.</summary>
    public Variable Slot
    {
        get => _slot is null ? this : _slot.Slot;
        set => _slot = value == this ? null : value;
    }

    /// <summary>Whether it can keep an object alive.</summary>
    public bool HoldsReferences => Type is { } type ? !type.IsUnmanagedType : TypeText is not ("int" or "bool");

    /// <summary>Where the user declared it, to say so in a refusal.</summary>
    public SyntaxNodeOrToken? Declaration { get; init; }

    /// <summary>What the user calls it; empty for a temporary.</summary>
    public string UserName { get; init; } = name;
}

/// <summary>The captured variables of one scope. A fresh object each time the scope is entered, as C# has it.</summary>
internal sealed class CaptureScope(string className, Variable holder, string alias)
{
    public string ClassName { get; } = className;

    /// <summary>The variable that refers to the current object.</summary>
    public Variable Holder { get; } = holder;

    /// <summary>The local that nested functions capture in its place.</summary>
    public string Alias { get; } = alias;

    public List<Variable> Variables { get; } = [];
}

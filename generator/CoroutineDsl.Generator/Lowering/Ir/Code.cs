using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Lowering.Ir;

/// <summary>A piece of code, and what it asks of the place where it goes.</summary>
internal sealed class Code(CodeText text, SyntaxNodeOrToken? source)
{
    public CodeText Text { get; } = text;

    /// <summary>The user's code that it maps to; null for glue.</summary>
    public SyntaxNodeOrToken? Source { get; } = source;

    /// <summary>The labels that it may jump to.</summary>
    public IReadOnlyCollection<string> Targets { get; init; } = [];

    /// <summary>Whether it declares locals of its own.</summary>
    public bool NeedsBlock { get; init; }

    /// <summary>Local functions that must be declared beside it.</summary>
    public IReadOnlyList<CodeText> Functions { get; init; } = [];

    /// <summary><c>checked</c>, <c>unchecked</c> or nothing.</summary>
    public string? Overflow { get; init; }

    /// <summary>The comments in front of it.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    /// <summary>All mentions of variables in it.</summary>
    public IEnumerable<Use> Uses => Functions.Count == 0 ? Text.Uses : Functions.Prepend(Text).SelectMany(static text => text.Uses);

    public bool Mentions(Variable variable) => Uses.Any(use => use.Variable == variable);
}

namespace CoroutineDsl.Generator.Model;

/// <summary>
/// What surrounds a member in its file, outermost first, so that text copied from there binds the same in the generated file.
/// </summary>
/// <param name="Symbols">The <c>#define</c> and <c>#undef</c> of the file: they say which <c>[Conditional]</c> calls are made.</param>
/// <param name="Externs">The <c>extern alias</c> directives of the file.</param>
/// <param name="Usings">The <c>using</c> directives of the file.</param>
/// <param name="Namespaces">The namespace declarations, each with its own directives.</param>
/// <param name="Types">The headers of the partial types, such as <c>partial record struct Pair&lt;T&gt;</c>.</param>
internal sealed record EnclosingScope(
    EquatableArray<string> Symbols, EquatableArray<string> Externs, EquatableArray<string> Usings, EquatableArray<NamespaceScope> Namespaces, EquatableArray<string> Types)
{
    /// <summary>For members that name everything in full.</summary>
    public EnclosingScope WithoutDirectives() => new([], [], [], Namespaces.Select(n => new NamespaceScope(n.Name, [], [])).ToEquatableArray(), Types);
}

/// <summary>One namespace declaration with the directives directly inside it.</summary>
internal sealed record NamespaceScope(string Name, EquatableArray<string> Externs, EquatableArray<string> Usings);

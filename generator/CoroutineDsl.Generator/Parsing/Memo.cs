using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Parsing;

/// <summary>
/// The pipeline asks for every marked method and every call again after every edit anywhere, since the edit may have changed what they mean. Mostly it has not: what was made of a place in a file is kept
/// with the file's syntax tree, and holds as long as the <see cref="Declarations"/> around it are equal.
/// </summary>
internal sealed class Memo<T>
{
    private readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<TextSpan, (Declarations Declarations, T Value)>> places = new();

    public T Get(SyntaxNode node, Compilation compilation, Func<T> make)
    {
        var declarations = Declarations.Of(compilation);
        var known = places.GetOrCreateValue(node.SyntaxTree);
        if (known.TryGetValue(node.Span, out var entry) && entry.Declarations.Equals(declarations))
            return entry.Value;
        var value = make();
        known[node.Span] = (declarations, value);
        return value;
    }
}

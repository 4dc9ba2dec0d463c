using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>Shows in a message what stands in the source, and what to write instead.</summary>
internal static class Shown
{
    private const int Longest = 60;

    /// <summary>An expression as it stands, on one line; a long one loses its arguments.</summary>
    internal static string Code(SyntaxNode node)
    {
        var text = OneLine(node);
        if (text.Length <= Longest) return text;
        return node is InvocationExpressionSyntax call ? $"{Code(call.Expression)}(...)" : text.Substring(0, Longest - 3) + "...";
    }

    internal static string Type(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>The expression with <c>.Await()</c>.</summary>
    internal static string Await(SyntaxNode node) => node is ExpressionSyntax expression && Generator.Blocking.AwaitSyntax.Primary(expression) != expression
        ? $"({Code(node)}).Await()"
        : $"{Code(node)}.Await()";

    /// <summary>What a method returns to be a coroutine that gives this; null for nothing.</summary>
    internal static string CoroutineType(ITypeSymbol? result) => result is null ? "IEnumerator<Yield>" : $"IEnumerator<Yield<{Type(result)}>>";

    private static string OneLine(SyntaxNode node) => string.Join(" ", node.ToString().Split(['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
}

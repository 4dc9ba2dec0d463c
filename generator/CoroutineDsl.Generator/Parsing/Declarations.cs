using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Parsing;

/// <summary>
/// Everything in a compilation that can change what code in an unchanged file means: its references and options, and all its source but the bodies, since C# infers nothing from a body.
/// Two compilations with equal declarations give an unchanged method the same machine.
/// </summary>
internal sealed record Declarations(ulong Hash, ImmutableArray<MetadataReference> References, CompilationOptions Options)
{
    private const ulong Seed = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private static readonly ConditionalWeakTable<Compilation, Declarations> OfCompilations = new();
    private static readonly ConditionalWeakTable<SyntaxTree, object> OfTrees = new();

    public static Declarations Of(Compilation compilation) => OfCompilations.GetValue(compilation, static compilation =>
    {
        var hash = Seed;
        foreach (var tree in compilation.SyntaxTrees)
            hash = Add(hash, (ulong)OfTrees.GetValue(tree, static tree => HashOf(tree.GetRoot())));
        return new Declarations(hash, compilation.ExternalReferences, compilation.Options);
    });

    private static ulong HashOf(SyntaxNode root)
    {
        var hash = Seed;
        foreach (var item in root.DescendantNodesAndTokensAndSelf(static node => !IsBody(node)))
        {
            if (item.IsToken)
                hash = Add(hash, item.AsToken().Text);
            else if (item.AsNode() is { } node && IsBody(node))
                hash = Add(hash, IsIteratorOfMarkedMethod(node) ? 2UL : 1UL);
        }
        if (root.ContainsDirectives)
            foreach (var trivia in root.DescendantTrivia().Where(static trivia => trivia.IsDirective))
                hash = Add(hash, trivia.ToString());
        return hash;
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    // whether a marked method is an iterator decides whether it has a factory to call
    private static bool IsIteratorOfMarkedMethod(SyntaxNode body) =>
        body.Parent is MethodDeclarationSyntax { AttributeLists.Count: > 0 } && body.DescendantNodes().Any(static node => node is YieldStatementSyntax);

    private static ulong Add(ulong hash, string text)
    {
        foreach (var character in text)
            hash = (hash ^ character) * Prime;
        return (hash ^ '\0') * Prime;
    }

    private static ulong Add(ulong hash, ulong value)
    {
        for (var shift = 0; shift < 64; shift += 16)
            hash = (hash ^ ((value >> shift) & 0xFFFF)) * Prime;
        return hash;
    }
}

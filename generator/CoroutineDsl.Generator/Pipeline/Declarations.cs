using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Pipeline;

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
        var hash = Add(Seed, compilation.AssemblyName ?? ""); // to which others may show their internals
        foreach (var tree in compilation.SyntaxTrees)
            hash = Add(hash, (ulong)OfTrees.GetValue(tree, static tree => HashOf(tree.GetRoot())));
        return new Declarations(hash, compilation.ExternalReferences, compilation.Options);
    });

    /// <summary>Whether they are of the project of a compilation, to which generated files may have been added.</summary>
    public bool IsOfProject(Compilation compilation) => References == compilation.ExternalReferences && Options.Equals(compilation.Options);

    private static ulong HashOf(SyntaxNode root)
    {
        var hash = Seed;
        foreach (var item in root.DescendantNodesAndTokensAndSelf(static node => !IsBody(node)))
        {
            if (item.AsNode() is { } node)
            {
                if (IsBody(node))
                    hash = AddDirectives(Add(hash, WhatIsKnownOf(node)), node);
            }
            else
                hash = Add(AddDirectives(hash, item), item.AsToken().Text);
        }
        return hash;
    }

    /// <summary>In their order among the declarations: they govern what follows them, bodies or not.</summary>
    private static ulong AddDirectives(ulong hash, SyntaxNodeOrToken item)
    {
        if (item.ContainsDirectives)
            foreach (var trivia in item.AsNode() is { } node ? node.DescendantTrivia() : item.GetLeadingTrivia())
                if (trivia.IsDirective)
                    hash = Add(hash, trivia.ToString());
        return hash;
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    /// <summary>The little that others ask of a body: whether a marked method is an iterator decides whether it has a factory to call, and a constructor that does nothing may be called later.</summary>
    private static ulong WhatIsKnownOf(SyntaxNode body) => body.Parent switch
    {
        MethodDeclarationSyntax method when method.AttributeLists.Count > 0 || method.Modifiers.Any(SyntaxKind.PartialKeyword) => body.DescendantNodes().Any(static node => node is YieldStatementSyntax) ? 2UL : 1UL,
        ConstructorDeclarationSyntax { Body.Statements.Count: > 0 } => 2UL,
        _ => 1UL,
    };

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

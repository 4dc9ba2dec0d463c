using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>
/// Everything in a compilation that can change what code in an unchanged file means: its references and options, and all its source but the bodies, since C# infers nothing from a body.
/// Two compilations with equal declarations give an unchanged method the same machine. They are compared as text: no two that differ can ever be taken for equal.
/// </summary>
internal sealed class Declarations : IEquatable<Declarations>
{
    private static readonly ConditionalWeakTable<Compilation, Declarations> OfCompilations = new();

    // a tree that was not edited has the very text that it had, so that most comparisons are of references
    private static readonly ConditionalWeakTable<SyntaxTree, string> OfTrees = new();

    private readonly string _assembly;
    private readonly string[] _files;
    private readonly ImmutableArray<MetadataReference> _references;
    private readonly CompilationOptions _options;

    private Declarations(Compilation compilation)
    {
        _assembly = compilation.AssemblyName ?? ""; // to which others may show their internals
        _files = [.. compilation.SyntaxTrees.Select(tree => OfTrees.GetValue(tree, static tree => TextOf(tree.GetRoot())))];
        (_references, _options) = (compilation.ExternalReferences, compilation.Options);
    }

    public static Declarations Of(Compilation compilation) => OfCompilations.GetValue(compilation, static compilation => new Declarations(compilation));

    public bool Equals(Declarations? other)
    {
        if (ReferenceEquals(this, other))
            return true;
        if (other is null || _assembly != other._assembly || _files.Length != other._files.Length || _references != other._references || !_options.Equals(other._options))
            return false;
        for (var i = 0; i < _files.Length; i++)
            if (_files[i] != other._files[i])
                return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Declarations);

    public override int GetHashCode() => unchecked(_options.GetHashCode() * 31 + _files.Length);

    /// <summary>Whether they are of the project of a compilation, to which generated files may have been added.</summary>
    public bool IsOfProject(Compilation compilation) => _references == compilation.ExternalReferences && _options.Equals(compilation.Options);

    private static string TextOf(SyntaxNode root)
    {
        var text = new StringBuilder();
        foreach (var item in root.DescendantNodesAndTokensAndSelf(static node => !IsBody(node)))
        {
            if (item.AsNode() is { } node)
            {
                if (!IsBody(node))
                    continue;
                text.Append(WhatIsKnownOf(node)).Append('\0');
                AddDirectives(text, node);
            }
            else
            {
                AddDirectives(text, item);
                text.Append(item.AsToken().Text).Append('\0');
            }
        }
        return text.ToString();
    }

    /// <summary>In their order among the declarations: they govern what follows them, bodies or not.</summary>
    private static void AddDirectives(StringBuilder text, SyntaxNodeOrToken item)
    {
        if (item.ContainsDirectives)
            foreach (var trivia in item.AsNode() is { } node ? node.DescendantTrivia() : item.GetLeadingTrivia())
                if (trivia.IsDirective)
                    text.Append(trivia.ToString()).Append('\0');
    }

    private static bool IsBody(SyntaxNode node) => node is BlockSyntax or ArrowExpressionClauseSyntax or GlobalStatementSyntax;

    /// <summary>The little that others ask of a body: whether a marked method is an iterator decides whether it has a factory to call, and a constructor that does nothing may be called later.</summary>
    private static char WhatIsKnownOf(SyntaxNode body) => body.Parent switch
    {
        MethodDeclarationSyntax method when method.AttributeLists.Count > 0 || method.Modifiers.Any(SyntaxKind.PartialKeyword) => body.DescendantNodes().Any(static node => node is YieldStatementSyntax) ? '2' : '1',
        ConstructorDeclarationSyntax { Body.Statements.Count: > 0 } => '2',
        _ => '1',
    };
}

using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>
/// A generator does not see what it generates itself. Where a factory is called by name, <c>TicksCoroutine(3).Take(2)</c>, the compiler could say nothing about the types around it: so coroutines
/// are lowered in a compilation that has the declarations of these factories. Where none is called by name, it is the project's own compilation.
/// </summary>
internal static class FactoryDeclarations
{
    private static readonly string s_folder = typeof(CoroutineGenerator).FullName + "/declared/"; // by it members are known as generated

    private static readonly ConditionalWeakTable<Compilation, Compilation> s_completed = new();
    private static readonly ConditionalWeakTable<SyntaxTree, string[]> s_called = new();
    private static readonly ConditionalWeakTable<SyntaxTree, MethodDeclarationSyntax[]> s_methods = new();

    /// <summary>The compilation, with the declarations of the factories that are called by name.</summary>
    public static Compilation Complete(Compilation compilation, CancellationToken cancel) => s_completed.GetValue(compilation, whole => WithDeclarations(whole, cancel));

    /// <summary>The compilation without the declaration of one factory, to which the factory itself can be added.</summary>
    public static Compilation Without(IMethodSymbol method, Compilation compilation) => compilation.RemoveSyntaxTrees(In(compilation, method));

    /// <summary>Whether the compilation has the declaration of the factory.</summary>
    public static bool Has(IMethodSymbol method, Compilation compilation) => In(compilation, method).Any();

    /// <summary>The declaration of the factory of a method; null of one that is compiled.</summary>
    public static SyntaxTree? Of(IMethodSymbol method, CancellationToken cancel)
    {
        method = Eligibility.Implementation(method);
        if (Eligibility.Declaration(method, cancel) is not { } declaration)
            return null;
        var scope = ScopeParser.Parse(declaration, null).WithoutDirectives();
        var text = CoroutineFile.Text(new CoroutineModel("", scope, $"{FactorySignature.Of(method)} => throw null!;", null));
        return CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)declaration.SyntaxTree.Options, PathOf(method), cancellationToken: cancel);
    }

    private static Compilation WithDeclarations(Compilation compilation, CancellationToken cancel)
    {
        var called = new HashSet<string>(compilation.SyntaxTrees.SelectMany(tree => s_called.GetValue(tree, t => Called(t, cancel))));
        if (called.Count == 0) return compilation;
        var trees = new List<SyntaxTree>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            foreach (var declaration in s_methods.GetValue(tree, t => Methods(t, cancel)))
            {
                if (!called.Contains(declaration.Identifier.ValueText + KnownNames.FactorySuffix) || compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancel) is not { } method
                    || !Factories.Exists(method, cancel) || Of(method, cancel) is not { } declared)
                    continue;
                trees.Add(declared);
            }
        }

        return trees.Count == 0 ? compilation : compilation.AddSyntaxTrees(trees);
    }

    private static IEnumerable<SyntaxTree> In(Compilation compilation, IMethodSymbol method)
    {
        var path = PathOf(method);
        return compilation.SyntaxTrees.Where(tree => tree.FilePath == path);
    }

    private static string PathOf(IMethodSymbol method) => s_folder + Eligibility.Implementation(method).GetDocumentationCommentId();

    /// <summary>The names of what may be factories, where they are called.</summary>
    private static string[] Called(SyntaxTree tree, CancellationToken cancel) =>
        [.. tree.GetRoot(cancel).DescendantNodes().OfType<InvocationExpressionSyntax>().Select(Name).Where(name => name.EndsWith(KnownNames.FactorySuffix, StringComparison.Ordinal)).Distinct()];

    /// <summary>The methods that may be marked, under whichever name; a partial one where its body is.</summary>
    private static MethodDeclarationSyntax[] Methods(SyntaxTree tree, CancellationToken cancel) =>
        [.. tree.GetRoot(cancel).DescendantNodes(MarkedMethods.IsContainer).OfType<MethodDeclarationSyntax>().Where(method => method.Modifiers.Any(SyntaxKind.PartialKeyword) ? method.Body is not null : method.AttributeLists.Count > 0)];

    private static string Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        _ => "",
    };
}

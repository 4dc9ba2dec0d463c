using System.Runtime.CompilerServices;
using System.Text;
using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>
/// A generator does not see what another one generates. A coroutine that calls <c>MJob(args)</c> could not be lowered where a type is inferred from it: so coroutines are lowered in a compilation that
/// has the declarations of these factories. A project without jobs is compiled as it is.
/// </summary>
internal static class JobDeclarations
{
    private static readonly ConditionalWeakTable<Compilation, Compilation> Completed = new();
    private static readonly ConditionalWeakTable<SyntaxTree, MethodDeclarationSyntax[]> MarkedOfTrees = new();

    /// <summary>The compilation, with the declarations of the factories of jobs.</summary>
    public static Compilation Complete(Compilation compilation, CancellationToken cancel)
    {
        if (compilation.GetTypeByMetadataName(JobRules.AttributeName) is null) return compilation;
        return Completed.GetValue(compilation, whole => WithDeclarations(whole, cancel));
    }

    private static Compilation WithDeclarations(Compilation compilation, CancellationToken cancel)
    {
        var trees = new List<SyntaxTree>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            var marked = MarkedOfTrees.GetValue(tree, t => Marked(t, cancel));
            if (marked.Length == 0) continue;
            var model = compilation.GetSemanticModel(tree);
            foreach (var method in marked)
            {
                if (model.GetDeclaredSymbol(method, cancel) is not { } symbol || JobRules.AttributeOf(symbol) is null || JobRules.Check(symbol, cancel) != JobFault.None) continue;
                var text = new StringBuilder(FileHeader.Text);
                ScopeWriter.WriteFile(text, ScopeParser.Parse(method, model), $"{JobParser.Declaration(symbol)} => null!;\n");
                trees.Add(CSharpSyntaxTree.ParseText(text.ToString(), (CSharpParseOptions)tree.Options, cancellationToken: cancel));
            }
        }

        return trees.Count == 0 ? compilation : compilation.AddSyntaxTrees(trees);
    }

    private static MethodDeclarationSyntax[] Marked(SyntaxTree tree, CancellationToken cancel) =>
        [.. tree.GetRoot(cancel).DescendantNodes(MarkedMethods.IsContainer).OfType<MethodDeclarationSyntax>()
            .Where(method => method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => IsJob(attribute.Name)))];

    private static bool IsJob(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => IsJob(qualified.Right),
        AliasQualifiedNameSyntax qualified => IsJob(qualified.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText is "Job" or "JobAttribute",
        _ => false,
    };
}

using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>
/// The methods that may carry <c>[Coroutine]</c>, by their syntax: under its own name, or under any alias. A partial method is looked at where its body is, since either part may carry it.
/// </summary>
internal static class MarkedMethods
{
    private const string Name = "Coroutine";
    private const string Suffix = "Attribute";

    private static readonly ConditionalWeakTable<Compilation, HashSet<string>> AliasesOfCompilations = new();
    private static readonly ConditionalWeakTable<SyntaxTree, HashSet<string>> AliasesOfTrees = new();

    public static IEnumerable<MethodDeclarationSyntax> In(SyntaxNode root, Compilation compilation, CancellationToken cancel)
    {
        var aliases = AliasesOfCompilations.GetValue(compilation, c => [.. c.SyntaxTrees.SelectMany(tree => AliasesOfTrees.GetValue(tree, t => Aliases(t, cancel)))]);
        return root.DescendantNodes(IsContainer).OfType<MethodDeclarationSyntax>().Where(method => method.Modifiers.Any(SyntaxKind.PartialKeyword)
            ? method.Body is not null || method.ExpressionBody is not null
            : method.AttributeLists.Any(list => list.Attributes.Any(attribute => MayBeOurs(NameOf(attribute), aliases))));
    }

    public static bool IsContainer(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax;

    private static bool MayBeOurs(string name, HashSet<string> aliases) =>
        name is Name or Name + Suffix || aliases.Contains(name) || aliases.Contains(name + Suffix);

    private static string NameOf(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    private static HashSet<string> Aliases(SyntaxTree tree, CancellationToken cancel) =>
        [.. tree.GetRoot(cancel).DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>().Where(u => u.Alias is not null).Select(u => u.Alias!.Name.Identifier.ValueText)];
}

using System.Collections.Immutable;
using System.Composition;
using CoroutineDsl.Generator.Jobs;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO020: writes what the method lacks to be a job, where there is one thing to write.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JobMethodFix)), Shared]
public sealed class JobMethodFix : CoroutineFix
{
    private const string Id = JobMethodAnalyzer.Id;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration || site.Model.GetDeclaredSymbol(declaration, site.Token) is not { } method) return [];
        return JobRules.Check(method, site.Token) switch
        {
            JobFault.NotACoroutine when CanBeCoroutine(method, site.Token) => [Coroutine(declaration, method)],
            JobFault.NotStatic when CanBeStatic(declaration, method, site) =>
                [new("Make it static", Id + ".Static", editor => editor.ReplaceNode(declaration, (node, generator) => generator.WithModifiers(node, generator.GetModifiers(node).WithIsStatic(true))))],
            JobFault.Hidden => [new("Make the types around it internal", Id + ".Internal", editor => MakeInternal(editor, declaration))],
            JobFault.NameTaken => JobNameChange.Of(site, method, Id + ".Name"),
            JobFault.UnknownKey => JobKeyChange.Of(site, declaration, method, Id + ".Key."),
            _ => [],
        };
    }

    private static bool CanBeCoroutine(IMethodSymbol method, CancellationToken token) =>
        CoroutineType.Of(method.ReturnType) is { IsStream: false } && Eligibility.Check(method, token) is Ineligibility.None or Ineligibility.TypeNotPartial;

    private static Change Coroutine(MethodDeclarationSyntax declaration, IMethodSymbol method)
    {
        var isMarked = Eligibility.IsMarked(method);
        return new(isMarked ? "Make the types around it partial" : "Mark it [Coroutine]", Id + ".Coroutine", editor =>
        {
            if (!isMarked) editor.ReplaceNode(declaration, (node, _) => Syntax.Marked((MethodDeclarationSyntax)node));
            foreach (var type in declaration.Ancestors().OfType<TypeDeclarationSyntax>()) editor.ReplaceNode(type, PartialTypeFix.MakePartial);
        });
    }

    /// <summary>It uses nothing of its object, and nobody calls it on one.</summary>
    private static bool CanBeStatic(MethodDeclarationSyntax declaration, IMethodSymbol method, FixSite site)
    {
        if (method.IsVirtual || method.IsAbstract || method.IsOverride || !method.ExplicitInterfaceImplementations.IsEmpty || Implements(method)) return false;
        if (site.Model.GetOperation(declaration, site.Token) is not { } body || body.Descendants().Any(operation => IsOfObject(operation, method))) return false;
        return !site.Model.Compilation.SyntaxTrees.Any(tree => tree.GetRoot(site.Token).DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(access =>
            access.Name.Identifier.ValueText == method.Name && access.Expression.ToString() != method.ContainingType.Name));
    }

    private static bool IsOfObject(IOperation operation, IMethodSymbol method) => operation switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => true,
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } => true,
        _ => false,
    };

    private static bool Implements(IMethodSymbol method) => method.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(method.Name)).Any(member =>
        SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));

    private static void MakeInternal(DocumentEditor editor, MethodDeclarationSyntax declaration)
    {
        foreach (var type in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            if (editor.SemanticModel.GetDeclaredSymbol(type) is { DeclaredAccessibility: not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal) })
                editor.ReplaceNode(type, (node, generator) => generator.WithAccessibility(node, Accessibility.Internal));
        }
    }
}

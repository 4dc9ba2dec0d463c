using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Why a method marked <c>[Coroutine]</c> gets no factory, and so always runs un-lowered.</summary>
internal enum Ineligibility
{
    /// <summary>It is eligible.</summary>
    None,

    /// <summary>A containing type is not partial.</summary>
    TypeNotPartial,

    /// <summary>The return type is not IEnumerator or IEnumerable of Yield or Yield&lt;T&gt;.</summary>
    ReturnType,

    /// <summary>A local function, a lambda, an accessor or an operator; a static member that types implement.</summary>
    NotAnOrdinaryMethod,

    /// <summary>It has a body without <c>yield</c>: an ordinary method that happens to return an enumerator.</summary>
    NotAnIterator,

    /// <summary>A containing type is local to its file: generated code, another file, cannot extend it.</summary>
    FileLocalType,

    /// <summary>A parameter is a ref struct, or passed by reference.</summary>
    Parameter,

    /// <summary>An explicit implementation of an interface's method that has no factory: nothing could call one.</summary>
    ExplicitImplementation,

    /// <summary>The containing type has another member where the factory would go.</summary>
    FactoryNameTaken,
}

/// <summary>Decides which methods get a factory. Generator and analyzers ask the same question here.</summary>
internal static class Eligibility
{
    /// <summary>Why <paramref name="method"/>, an original definition in source, gets no factory.</summary>
    public static Ineligibility Check(IMethodSymbol method, CancellationToken cancel)
    {
        method = Implementation(method);
        if (method.MethodKind == MethodKind.ExplicitInterfaceImplementation && !ImplementsFactory(method, cancel))
            return Ineligibility.ExplicitImplementation;
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || method.IsStatic && Dispatch.IsVirtual(method))
            return Ineligibility.NotAnOrdinaryMethod;
        if (CoroutineType.Of(method.ReturnType) is null)
            return Ineligibility.ReturnType;
        if (method.Parameters.Any(p => p.RefKind != RefKind.None || p.Type.IsRefLikeType || p.Type is ITypeParameterSymbol { AllowsRefLikeType: true }))
            return Ineligibility.Parameter;
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsFileLocal)
                return Ineligibility.FileLocalType;
            if (!ExtensionBlock.Is(type) && !IsPartial(type, cancel))
                return Ineligibility.TypeNotPartial;
        }
        if (!method.IsAbstract && !IsIterator(method, cancel))
            return Ineligibility.NotAnIterator;
        return IsFactoryNameTaken(method) ? Ineligibility.FactoryNameTaken : Ineligibility.None;
    }

    /// <summary>Whether an explicit implementation has a factory to implement with it.</summary>
    private static bool ImplementsFactory(IMethodSymbol method, CancellationToken cancel) =>
        !method.IsStatic && method.ExplicitInterfaceImplementations is [var implemented] && Factories.IsDeclaredFor(implemented.OriginalDefinition, cancel);

    /// <summary>Whether the method carries the attribute, on either part if it is partial.</summary>
    public static bool IsMarked(IMethodSymbol method) =>
        HasAttribute(method) || method.PartialImplementationPart is { } body && HasAttribute(body) || method.PartialDefinitionPart is { } head && HasAttribute(head);

    /// <summary>The part of a partial method that has the body.</summary>
    public static IMethodSymbol Implementation(IMethodSymbol method) => method.PartialImplementationPart ?? method;

    /// <summary>The declaration with the body; null for metadata.</summary>
    public static MethodDeclarationSyntax? Declaration(IMethodSymbol method, CancellationToken cancel) =>
        Implementation(method).DeclaringSyntaxReferences is [var reference, ..] ? reference.GetSyntax(cancel) as MethodDeclarationSyntax : null;

    private static bool HasAttribute(IMethodSymbol method) =>
        method.GetAttributes().Any(a => a.AttributeClass is { Name: "CoroutineAttribute", ContainingNamespace: { Name: KnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } });

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancel) =>
        type.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancel) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static bool IsIterator(IMethodSymbol method, CancellationToken cancel) =>
        Declaration(method, cancel) is { Body: { } body }
        && body.DescendantNodes(n => n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).Any(n => n is YieldStatementSyntax);

    private static bool IsFactoryNameTaken(IMethodSymbol method)
    {
        var name = method.Name + KnownNames.FactorySuffix;
        for (var type = ExtensionBlock.Host(method.ContainingType); type is not null; type = type.ContainingType)
            if (type.Name == name)
                return true;
        var parameters = ExtensionBlock.AllParameters(method);
        return ExtensionBlock.Host(method.ContainingType).GetMembers(name).Any(member => !IsGenerated(member) && (member is not IMethodSymbol other
            || other.TypeParameters.Length == method.TypeParameters.Length
            && TypeIdentity.SameParameters(other.Parameters, parameters)));
    }

    /// <summary>Whether it is the factory itself, which analyzers see and the generator does not.</summary>
    public static bool IsGenerated(ISymbol member) =>
        member.DeclaringSyntaxReferences.Any(r => r.SyntaxTree.FilePath.IndexOf(typeof(CoroutineGenerator).FullName, StringComparison.Ordinal) >= 0);
}

using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>Why a method marked <c>[Job]</c> gets no factory of jobs.</summary>
internal enum JobFault
{
    /// <summary>It gets one.</summary>
    None,

    /// <summary>It is not a coroutine with a factory.</summary>
    NotACoroutine,

    /// <summary>It is not static: a call as data has no <c>this</c>.</summary>
    NotStatic,

    /// <summary>It or a type around it is generic: a name cannot say for which types.</summary>
    Generic,

    /// <summary>A type around it is private or protected: the registration, in another type, does not reach it.</summary>
    Hidden,

    /// <summary>The type has another member where the factory would go.</summary>
    FactoryNameTaken,

    /// <summary>Another job of the type has the same name (an overload).</summary>
    NameTaken,

    /// <summary>Its key names what is no parameter.</summary>
    UnknownKey,
}

/// <summary>Decides which methods are jobs. Generator and analyzers ask the same question here.</summary>
internal static class JobRules
{
    public const string Namespace = "CoroutineDsl.Jobs";
    public const string AttributeName = Namespace + ".JobAttribute";
    public const string FactorySuffix = "Job";

    public static AttributeData? AttributeOf(IMethodSymbol method) =>
        method.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { Name: "JobAttribute" } type && type.ToDisplayString() == AttributeName);

    public static JobFault Check(IMethodSymbol method, CancellationToken cancel)
    {
        if (CoroutineType.Of(method.ReturnType) is not { IsStream: false } || !Eligibility.IsMarked(method)) return JobFault.NotACoroutine;
        if (!method.IsStatic) return JobFault.NotStatic;
        if (!Factories.Exists(method, cancel)) return JobFault.NotACoroutine;
        if (method.IsGenericMethod) return JobFault.Generic;
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.IsGenericType) return JobFault.Generic;
            if (type.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal)) return JobFault.Hidden;
        }

        var others = method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Where(other => !SymbolEqualityComparer.Default.Equals(other, method)).ToArray();
        if (others.Any(other => AttributeOf(other) is not null && HasSameName(method, other))) return JobFault.NameTaken;
        if (JobKey.UnknownName(method) is not null) return JobFault.UnknownKey;
        return method.ContainingType.GetMembers(method.Name + FactorySuffix).Any(member => !IsGenerated(member) && (member is not IMethodSymbol written || HasSameParameters(method, written)))
            ? JobFault.FactoryNameTaken
            : JobFault.None;
    }

    /// <summary>What it is called between processes.</summary>
    public static string NameOf(IMethodSymbol method)
    {
        if (Argument(method, "Name").Value is string name && name.Length > 0) return name;
        var type = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted));
        return $"{type}.{method.Name}";
    }

    public static int VersionOf(IMethodSymbol method) => Argument(method, "Version").Value is int version ? version : 1;

    /// <summary>Whether the type is passed as where it is found, and not as what it holds.</summary>
    public static bool IsHandle(ITypeSymbol type) =>
        type.AllInterfaces.Any(i => i is { Name: "IProcessHandle", TypeArguments.Length: 1 } && i.ContainingNamespace.ToDisplayString() == Namespace);

    /// <summary>What the attribute says by a name.</summary>
    public static TypedConstant Argument(IMethodSymbol method, string name) =>
        AttributeOf(method)?.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value ?? default;

    /// <summary>Analyzers see what the generator has made of the method already.</summary>
    private static bool IsGenerated(ISymbol member) =>
        member.DeclaringSyntaxReferences.Length > 0 && member.DeclaringSyntaxReferences.All(reference => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    private static bool HasSameName(IMethodSymbol method, IMethodSymbol other) => NameOf(method) == NameOf(other);

    private static bool HasSameParameters(IMethodSymbol method, IMethodSymbol other) =>
        other.TypeParameters.Length == 0 && other.Parameters.Select(p => p.Type).SequenceEqual(method.Parameters.Select(p => p.Type), SymbolEqualityComparer.Default);
}

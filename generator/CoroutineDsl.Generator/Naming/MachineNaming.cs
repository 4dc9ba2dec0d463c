using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Naming;

/// <summary>Chooses the names of what is generated for a coroutine: <c>Talk</c> has <c>TalkCoroutine</c>, <c>TalkMachine</c> and <c>TalkBody</c>.</summary>
internal static class MachineNaming
{
    /// <summary>The type nested in the containing type that holds the machines, so that only factories stand beside the user's own members.</summary>
    private const string Nest = "CoroutineMachines";

    public static MachineNames Of(IMethodSymbol method)
    {
        var host = ExtensionBlock.Host(method.ContainingType);
        var stem = Stem(method);
        var ordinal = Ordinal(method);
        return new MachineNames(
            NestOf(host),
            Free(stem + "Machine", ordinal, host, method),
            stem + KnownNames.FactorySuffix,
            Free(stem + "Body", ordinal, host, method));
    }

    public static string NestOf(INamedTypeSymbol host)
    {
        var name = Nest;
        while (IsTaken(name, host))
            name += "_";
        return name;
    }

    /// <summary>The method's own name, without the interface that it implements explicitly.</summary>
    public static string Stem(IMethodSymbol method) => method.ExplicitInterfaceImplementations is [var implemented, ..] ? implemented.Name : method.Name;

    /// <summary>1 for the first coroutine of that name in its type, 2 for its next overload.</summary>
    public static int Ordinal(IMethodSymbol method)
    {
        var host = ExtensionBlock.Host(method.ContainingType);
        // the compiler lists members of extension blocks twice: in the block, and as static methods of the class, which are not declared
        var overloads = host.GetMembers(method.Name).Where(m => !m.IsImplicitlyDeclared)
            .Concat(host.GetTypeMembers().Where(ExtensionBlock.Is).SelectMany(block => block.GetMembers(method.Name)))
            .OfType<IMethodSymbol>().Where(Eligibility.IsMarked).Select(Eligibility.Implementation)
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).ToList();
        if (method.ExplicitInterfaceImplementations.Length == 0)
            return overloads.IndexOf(method) + 1;
        // explicit implementations of one name, and after them a method of that name
        var stem = Stem(method);
        var all = host.GetMembers().OfType<IMethodSymbol>().Where(m => Stem(m) == stem && Eligibility.IsMarked(m)).OrderBy(m => m.ExplicitInterfaceImplementations.Length).ToList();
        return all.IndexOf(method) + 1;
    }

    /// <summary>A name for a member of the containing type.</summary>
    public static string Free(string stem, IMethodSymbol method) => Free(stem, 1, ExtensionBlock.Host(method.ContainingType), method);

    private static string Free(string stem, int ordinal, INamedTypeSymbol host, IMethodSymbol method)
    {
        var name = ordinal > 1 ? stem + ordinal : stem;
        while (IsTaken(name, host) || ExtensionBlock.AllTypeParameters(method).Any(p => p.Name == name))
            name += "_";
        return name;
    }

    /// <summary>Whether a simple name in the type already means something that the generated member would hide.</summary>
    private static bool IsTaken(string name, INamedTypeSymbol host)
    {
        for (var type = host; type is not null; type = type.BaseType)
            if (type.GetMembers(name).Any(IsTheUsers))
                return true;
        for (var type = host; type is not null; type = type.ContainingType)
            if (type.Name == name || type.GetMembers(name).Any(IsTheUsers) || type.TypeParameters.Any(p => p.Name == name))
                return true;
        for (var space = host.ContainingNamespace; space is not null; space = space.ContainingNamespace)
            if (space.GetMembers(name).Any())
                return true;
        return false;
    }

    /// <summary>Analyzers see what is generated, and ask for the same names.</summary>
    private static bool IsTheUsers(ISymbol member) => !Eligibility.IsGenerated(member);
}

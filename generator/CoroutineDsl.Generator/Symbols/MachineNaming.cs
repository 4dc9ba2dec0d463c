using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Chooses the names of what is generated for a coroutine: <c>Talk</c> has <c>TalkCoroutine</c>, <c>TalkMachine</c> and <c>TalkBody</c>.</summary>
internal static class MachineNaming
{
    public static MachineNames Of(IMethodSymbol method)
    {
        var host = ExtensionBlock.Host(method.ContainingType);
        var ordinal = Ordinal(method);
        return new MachineNames(
            Free(method.Name + "Machine", ordinal, host, method),
            method.Name + KnownNames.FactorySuffix,
            Free(method.Name + "Body", ordinal, host, method));
    }

    /// <summary>1 for the first coroutine of that name in its type, 2 for its next overload.</summary>
    public static int Ordinal(IMethodSymbol method)
    {
        var host = ExtensionBlock.Host(method.ContainingType);
        // the compiler lists members of extension blocks twice: in the block, and as static methods of the class, which are not declared
        var overloads = host.GetMembers(method.Name).Where(m => !m.IsImplicitlyDeclared)
            .Concat(host.GetTypeMembers().Where(ExtensionBlock.Is).SelectMany(block => block.GetMembers(method.Name)))
            .OfType<IMethodSymbol>().Where(Eligibility.IsMarked).Select(Eligibility.Implementation)
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default).ToList();
        return overloads.IndexOf(method) + 1;
    }

    private static string Free(string stem, int ordinal, INamedTypeSymbol host, IMethodSymbol method)
    {
        var name = ordinal > 1 ? stem + ordinal : stem;
        while (IsTaken(name, host, method))
            name += "_";
        return name;
    }

    /// <summary>Whether a simple name in the type already means something that the generated member would hide.</summary>
    private static bool IsTaken(string name, INamedTypeSymbol host, IMethodSymbol method)
    {
        for (var type = host; type is not null; type = type.BaseType)
            if (type.GetMembers(name).Length > 0)
                return true;
        for (var type = host; type is not null; type = type.ContainingType)
            if (type.Name == name || type.GetMembers(name).Length > 0 || type.TypeParameters.Any(p => p.Name == name))
                return true;
        return ExtensionBlock.AllTypeParameters(method).Any(p => p.Name == name);
    }
}

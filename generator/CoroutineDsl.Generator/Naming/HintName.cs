using System.Globalization;
using System.Text;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Naming;

/// <summary>
/// The name of a coroutine's generated file: <c>App.Server.Talk.g.cs</c>. The compiler compares these without regard to case and some file systems limit
/// their length, so a hash joins the name where it is long or where a neighbour differs in case only.
/// </summary>
internal static class HintName
{
    private const int LongestPlainName = 100;

    public static string Of(IMethodSymbol method, int overload)
    {
        var host = ExtensionBlock.Host(method.ContainingType);
        var name = new StringBuilder(MachineNaming.Stem(method));
        var isAmbiguous = HasCaseTwin(host, MachineNaming.Stem(method));
        for (var type = host; type is not null; type = type.ContainingType)
        {
            name.Insert(0, type.TypeParameters.Length == 0 ? $"{type.Name}." : $"{type.Name}{{{string.Join(",", type.TypeParameters.Select(p => p.Name))}}}.");
            isAmbiguous |= HasCaseTwin((INamespaceOrTypeSymbol?)type.ContainingType ?? type.ContainingNamespace, type.Name);
        }
        for (var space = method.ContainingNamespace; !space.IsGlobalNamespace; space = space.ContainingNamespace)
        {
            name.Insert(0, space.Name + ".");
            isAmbiguous |= HasCaseTwin(space.ContainingNamespace, space.Name);
        }
        if (overload > 1)
            name.Append('.').Append(overload.ToString(CultureInfo.InvariantCulture));
        if (isAmbiguous || name.Length > LongestPlainName)
        {
            var hash = Fnv1A(name.ToString());
            name.Length = Math.Min(name.Length, LongestPlainName);
            name.Append('_').Append(hash.ToString("x8", CultureInfo.InvariantCulture));
        }
        return name.Append(".g.cs").ToString();
    }

    private static bool HasCaseTwin(INamespaceOrTypeSymbol container, string name) => container.GetMembers().Any(member =>
        member.Name != name && string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase));

    private static uint Fnv1A(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = unchecked((hash ^ c) * 16777619u);
        return hash;
    }
}

using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// The type nested in a containing type that holds what is generated for its coroutines, but for the factories: nothing else stands among the user's own members.
/// Each coroutine's file adds its part.
/// </summary>
internal static class NestWriter
{
    public static string Write(IMethodSymbol method, string members)
    {
        if (members.Length == 0)
            return "";
        var host = ExtensionBlock.Host(method.ContainingType);
        return $"\n    private static partial class {MachineNaming.NestOf(host)}\n    {{\n{members}    }}\n";
    }
}

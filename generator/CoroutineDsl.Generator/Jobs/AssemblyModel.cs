using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>What the whole assembly says about its jobs.</summary>
/// <param name="KnowsJobs">Whether it can have any.</param>
/// <param name="IsProgram">Whether it is what is started: natively compiled, it starts the worker too.</param>
/// <param name="Serializer">The expression that makes its serialiser.</param>
internal readonly record struct AssemblyModel(bool KnowsJobs, bool IsProgram, string Serializer)
{
    private const string Json = "global::" + JobRules.Namespace + ".JsonJobSerializer";

    public static AssemblyModel Of(Compilation compilation) => new(
        compilation.GetTypeByMetadataName(JobRules.Namespace + ".WorkerProgram") is { } type && !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly),
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication,
        SerializerOf(compilation.Assembly));

    /// <summary>The context that the assembly names, if it names one.</summary>
    public static INamedTypeSymbol? ContextOf(IAssemblySymbol assembly) => Given(assembly, "JobJsonContextAttribute");

    /// <summary>The serialiser that the assembly names, if it names one.</summary>
    public static INamedTypeSymbol? CustomSerializerOf(IAssemblySymbol assembly) => Given(assembly, "JobSerializerAttribute");

    private static string SerializerOf(IAssemblySymbol assembly)
    {
        if (CustomSerializerOf(assembly) is { } serializer) return $"new {TypeText.Of(serializer)}()";
        return ContextOf(assembly) is { } context ? $"new {Json}({TypeText.Of(context)}.Default)" : $"{Json}.Default";
    }

    private static INamedTypeSymbol? Given(IAssemblySymbol assembly, string attributeName)
    {
        foreach (var attribute in assembly.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && type.Name == attributeName && type.ContainingNamespace.ToDisplayString() == JobRules.Namespace
                && attribute.ConstructorArguments is [{ Value: INamedTypeSymbol given }])
                return given;
        }

        return null;
    }
}

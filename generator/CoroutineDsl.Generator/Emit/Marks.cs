using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// The attributes of generated code. Glue is marked as what it is; a body is not, since it holds the user's own lines, and who counts which of them ran must see them.
/// </summary>
internal static class Marks
{
    /// <summary>Of members that hold no code of the user's.</summary>
    public const string Glue = "[global::System.CodeDom.Compiler.GeneratedCode(\"CoroutineDsl\", \"1.0\"), global::System.Diagnostics.CodeAnalysis.ExcludeFromCodeCoverage, "
        + "global::System.Diagnostics.DebuggerNonUserCode]";

    /// <summary>Of glue that stands on the stack below a body.</summary>
    public const string Hidden = "[global::System.Diagnostics.StackTraceHidden]";

    private static readonly SymbolDisplayFormat s_written = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary>Attributes of a method that decide what its body may name: they are repeated on the machine.</summary>
    public static IEnumerable<string> ContextOf(IMethodSymbol method)
    {
        // whatever it says: in a type that is obsolete itself, everything obsolete may be used
        if (Has(method, "ObsoleteAttribute", "System"))
            yield return "[global::System.Obsolete]";
        foreach (var (name, space) in new[] { ("RequiresUnreferencedCodeAttribute", "CodeAnalysis"), ("RequiresDynamicCodeAttribute", "CodeAnalysis"), ("RequiresAssemblyFilesAttribute", "CodeAnalysis") })
            if (Has(method, name, space))
                yield return $"[global::System.Diagnostics.CodeAnalysis.UnconditionalSuppressMessage(\"Trimming\", \"{(name[8] == 'U' ? "IL2026" : name[8] == 'D' ? "IL3050" : "IL3002")}\", Justification = \"The method itself says so.\")]";
    }

    /// <summary>Those of the method that holds the body: how the user wrote it, for stack traces, and what decides how it is compiled.</summary>
    public static IEnumerable<string> OfBody(IMethodSymbol method)
    {
        yield return $"[global::CoroutineDsl.Runtime.CoroutineBody({SymbolDisplay.FormatLiteral(method.ToDisplayString(s_written), quote: true)})]";
        if (!method.IsStatic && Has(method, "ObsoleteAttribute", "System"))
            yield return "[global::System.Obsolete]";
        if (Has(method, "SkipLocalsInitAttribute", "CompilerServices"))
            yield return "[global::System.Runtime.CompilerServices.SkipLocalsInit]";
    }

    private static bool Has(IMethodSymbol method, string name, string space) =>
        new[] { method, method.PartialDefinitionPart, method.PartialImplementationPart }.Any(part =>
            part is not null && part.GetAttributes().Any(a => a.AttributeClass?.Name == name && a.AttributeClass.ContainingNamespace.Name == space));
}

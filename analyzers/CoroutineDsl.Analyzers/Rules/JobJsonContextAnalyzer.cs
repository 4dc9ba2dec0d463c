using System.Collections.Immutable;
using CoroutineDsl.Generator.Jobs;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO022: a job of a program that is compiled natively or trimmed takes or gives a type that no <c>JsonSerializerContext</c> knows.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JobJsonContextAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO022";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A job needs a JsonSerializerContext",
        "The job '{0}' takes or gives a '{1}', which a program that is compiled natively or trimmed cannot serialise by reflection: {2}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var options = start.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (!IsOn("build_property.PublishAot") && !IsOn("build_property.PublishTrimmed") && !IsOn("build_property.IsAotCompatible")) return;
        if (AssemblyModel.CustomSerializerOf(start.Compilation.Assembly) is not null) return;
        var context = AssemblyModel.ContextOf(start.Compilation.Assembly);
        var known = Known(context);
        start.RegisterSymbolAction(
            symbol =>
            {
                var method = (IMethodSymbol)symbol.Symbol;
                if (JobRules.AttributeOf(method) is null || JobRules.Check(method, symbol.CancellationToken) != JobFault.None) return;
                foreach (var type in Missing(method, known))
                {
                    var what = context is null
                        ? "write [assembly: JobJsonContext(typeof(..))] with a context that has it"
                        : $"add [JsonSerializable(typeof({type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}))] to '{context.Name}'";
                    symbol.ReportDiagnostic(Diagnostic.Create(Descriptor, method.Locations[0], method.Name, type.ToDisplayString(), what));
                }
            },
            SymbolKind.Method);

        bool IsOn(string property) => options.TryGetValue(property, out var value) && bool.TryParse(value, out var isOn) && isOn;
    }

    /// <summary>What a job takes and gives that a context has to know and does not.</summary>
    internal static IEnumerable<ITypeSymbol> Missing(IMethodSymbol method, HashSet<ITypeSymbol> known)
    {
        IEnumerable<ITypeSymbol?> types = [.. method.Parameters.Select(parameter => parameter.Type), CoroutineType.Of(method.ReturnType)?.Result];
        return types.OfType<ITypeSymbol>().Where(type => !IsScalar(type) && !JobRules.IsHandle(type) && !known.Contains(type) && JobData.WhyNot(type) is null);
    }

    /// <summary>What a context knows by its own attributes.</summary>
    internal static HashSet<ITypeSymbol> Known(INamedTypeSymbol? context)
    {
        var known = new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default);
        foreach (var attribute in context?.GetAttributes() ?? [])
            if (attribute is { AttributeClass.Name: "JsonSerializableAttribute", ConstructorArguments: [{ Value: ITypeSymbol type }, ..] }) known.Add(type);
        return known;
    }

    /// <summary>What is written without metadata.</summary>
    private static bool IsScalar(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Boolean or SpecialType.System_Double } => true,
        { SpecialType: SpecialType.System_String or SpecialType.System_Decimal or SpecialType.System_DateTime } => true,
        IArrayTypeSymbol { Rank: 1, ElementType.SpecialType: SpecialType.System_Byte } => true,
        INamedTypeSymbol { ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true }, Name: "Guid" or "DateTimeOffset" } => true,
        _ => false,
    };
}

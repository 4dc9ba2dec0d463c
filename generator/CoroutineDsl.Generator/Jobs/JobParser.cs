using System.Text;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>Writes what one job method gets.</summary>
internal static class JobParser
{
    private const string Jobs = "global::" + JobRules.Namespace + ".";

    /// <summary>Null where an analyzer says why it is no job.</summary>
    public static JobModel? Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancel)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        if (JobRules.Check(method, cancel) != JobFault.None) return null;
        var overload = method.ContainingType.GetMembers(method.Name).IndexOf(method);
        var suffix = overload > 0 ? $"{overload + 1}" : "";
        var hint = HintName.Of(method, overload + 1).Replace(".g.cs", ".Job.g.cs");
        return new(hint, ScopeParser.Parse(context.TargetNode, context.SemanticModel), Members(method, suffix), $"{TypeText.Of(method.ContainingType)}.Register{method.Name}Job{suffix}();");
    }

    /// <summary><c>public static Job&lt;int&gt; CountPrimesJob(int below)</c>, without a body.</summary>
    public static string Declaration(IMethodSymbol method)
    {
        var parameters = (method.PartialDefinitionPart ?? method).Parameters.Select(parameter => SignatureText.DeclaredParameter(parameter, parameter.Type));
        return $"{SignatureText.Accessibility(method.DeclaredAccessibility)} static {JobType(method)} {method.Name}{JobRules.FactorySuffix}({string.Join(", ", parameters)})";
    }

    private static string JobType(IMethodSymbol method) =>
        CoroutineType.Of(method.ReturnType)!.Value.Result is { } result ? $"{Jobs}Job<{TypeText.Of(result)}>" : Jobs + "Job";

    private static string Members(IMethodSymbol method, string suffix)
    {
        var result = CoroutineType.Of(method.ReturnType)!.Value.Result;
        var definition = result is null ? Jobs + "PlainJobDefinition" : $"{Jobs}JobDefinition<{TypeText.Of(result)}>";
        var call = $"{method.Name}JobCall{suffix}";
        var parameters = (method.PartialDefinitionPart ?? method).Parameters;
        var text = new StringBuilder();
        text.Append($$"""
                /// <summary>The call of <c>{{method.Name}}</c> as data, for another process. Making it runs nothing.</summary>
                {{Declaration(method)}} =>
                    new {{call}}({{SignatureText.Arguments(parameters)}});

                [global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]
                internal static void Register{{method.Name}}Job{{suffix}}() => {{Jobs}}JobRegistry.Add({{call}}.OfMethod);

                private sealed class {{call}}({{string.Join(", ", parameters.Select(SignatureText.Parameter))}}) : {{JobType(method)}}(OfMethod)
                {
                    internal static readonly {{definition}} OfMethod = new(
                        {{SymbolDisplay.FormatLiteral(JobRules.NameOf(method), quote: true)}}, {{JobRules.VersionOf(method)}}, typeof({{call}}).Assembly, global::CoroutineDsl.Generated.JobsOfThisAssembly.Serializer,
                        static __arguments => {{TypeText.Of(method.ContainingType)}}.{{method.Name}}{{KnownNames.FactorySuffix}}({{string.Join(", ", parameters.Select(Read))}}){{JobPolicyText.Argument(method)}});{{JobKey.Member(method)}}

                    protected override void WriteArguments({{Jobs}}JobWriter __arguments)
                    {
            {{string.Concat(parameters.Select(Write))}}        }
                }

            """);
        return text.ToString();
    }

    private static string Read(IParameterSymbol parameter) => JobRules.IsHandle(parameter.Type)
        ? $"__arguments.ReadHandle<{NotNull(parameter.Type)}>(){(parameter.NullableAnnotation == NullableAnnotation.Annotated ? "" : "!")}"
        : $"__arguments.Read<{TypeText.Of(parameter.Type)}>()";

    private static string Write(IParameterSymbol parameter) => JobRules.IsHandle(parameter.Type)
        ? $"            __arguments.WriteHandle<{NotNull(parameter.Type)}>({TypeText.Identifier(parameter.Name)});\n"
        : $"            __arguments.Write<{TypeText.Of(parameter.Type)}>({TypeText.Identifier(parameter.Name)});\n";

    private static string NotNull(ITypeSymbol type) => TypeText.Of(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>Gives each <c>[Job]</c> method a factory of its calls as data, and registers the jobs of the assembly.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class JobGenerator : IIncrementalGenerator
{
    /// <summary>The names of the steps, for tests of what is remembered between edits.</summary>
    internal const string JobsStep = "Jobs", AssemblyStep = "JobsOfAssembly", RegistrationStep = "JobRegistration";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var jobs = context.SyntaxProvider
            .ForAttributeWithMetadataName(JobRules.AttributeName, static (node, _) => node is MethodDeclarationSyntax, static (job, cancel) => JobParser.Parse(job, cancel))
            .Where(static job => job is not null)
            .WithTrackingName(JobsStep);
        context.RegisterSourceOutput(jobs, static (output, job) => JobFile.Write(output, job!));

        var assembly = context.CompilationProvider.Select(static (compilation, _) => AssemblyModel.Of(compilation)).WithTrackingName(AssemblyStep);
        var registration = jobs.Select(static (job, _) => job!.Registration).Collect().Combine(assembly).WithTrackingName(RegistrationStep);
        context.RegisterSourceOutput(registration, static (output, all) => RegistrationFile.Write(output, all.Left, all.Right));
    }
}

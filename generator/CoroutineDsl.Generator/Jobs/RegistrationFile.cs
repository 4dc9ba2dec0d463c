using System.Collections.Immutable;
using System.Text;
using CoroutineDsl.Generator.Emit;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>
/// Writes the file that registers the jobs of an assembly when it is loaded, by calls that trimming can follow. In a program, the worker of a natively compiled one starts behind them:
/// there is no startup hook, and other threads do not wait for a module initialiser.
/// </summary>
internal static class RegistrationFile
{
    public static void Write(SourceProductionContext output, ImmutableArray<string> registrations, AssemblyModel assembly)
    {
        if (!assembly.KnowsJobs || (registrations.IsEmpty && !assembly.IsProgram)) return;
        var text = new StringBuilder(FileHeader.Text);
        text.Append($$"""
            namespace CoroutineDsl.Generated
            {
                internal static class JobsOfThisAssembly
                {
                    internal static readonly global::CoroutineDsl.Jobs.IJobSerializer Serializer = {{assembly.Serializer}};

                    [global::System.Runtime.CompilerServices.ModuleInitializer]
                    internal static void Register()
                    {

            """);
        if (assembly.IsProgram)
            text.Append("            global::CoroutineDsl.Jobs.JobRegistry.SetDefaultSerializer(Serializer);\n");
        foreach (var registration in registrations)
            text.Append("            ").Append(registration).Append('\n');
        if (assembly.IsProgram)
            text.Append("            global::CoroutineDsl.Jobs.WorkerProgram.RunIfNativeWorker();\n");
        text.Append("        }\n    }\n}\n");
        output.AddSource("CoroutineDsl.Jobs.g.cs", SourceText.From(text.ToString(), Encoding.UTF8));
    }
}

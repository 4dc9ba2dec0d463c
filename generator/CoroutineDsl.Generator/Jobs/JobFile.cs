using System.Text;
using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Naming;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>Writes the generated file of one job.</summary>
internal static class JobFile
{
    public static void Write(SourceProductionContext output, JobModel job)
    {
        var text = new StringBuilder(FileHeader.Text);
        ScopeWriter.WriteFile(text, job.Scope, job.Members);
        output.AddSource(job.HintName, SourceText.From(text.ToString(), Encoding.UTF8));
    }
}

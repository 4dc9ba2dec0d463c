using System.Text;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Emit;

/// <summary>Writes the generated file of one coroutine.</summary>
internal static class CoroutineFile
{
    /// <summary>Brings extension methods only, and so no name that could mean something else in the user's code.</summary>
    private const string RuntimeCalls = "using static global::CoroutineDsl.Runtime.LoweredCode;";

    public static void Write(SourceProductionContext output, CoroutineModel coroutine)
    {
        if (coroutine.Fault is { } fault)
            output.ReportDiagnostic(Diagnostic.Create(GeneratorDiagnostics.Fault, fault.Location.ToLocation(), fault.Message));
        output.AddSource(coroutine.HintName, SourceText.From(Text(coroutine), Encoding.UTF8));
    }

    public static string Text(CoroutineModel coroutine)
    {
        // what is not the user's own is stepped over, and not counted as code that ran or did not
        var text = new StringBuilder(FileHeader.Text).Append("#line hidden\n");
        ScopeWriter.WriteFile(text, coroutine.Scope with { Usings = [.. coroutine.Scope.Usings, RuntimeCalls] }, coroutine.Members);
        return text.ToString();
    }
}

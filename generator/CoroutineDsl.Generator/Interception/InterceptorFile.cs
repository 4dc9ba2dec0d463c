using System.Globalization;
using System.Text;
using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Interception;

/// <summary>Writes all interceptors of the project into one file.</summary>
internal static class InterceptorFile
{
    private const string HintName = "CoroutineDsl.Interceptors.g.cs";

    // The attribute says nothing at run time: only Debug metadata keeps it.
    private const string Attribute = $$"""

        namespace System.Runtime.CompilerServices
        {
            {{Marks.Glue}}
            [global::System.Diagnostics.Conditional("DEBUG")]
            [global::System.AttributeUsage(global::System.AttributeTargets.Method, AllowMultiple = true)]
            file sealed class InterceptsLocationAttribute : global::System.Attribute
            {
                public InterceptsLocationAttribute(int version, string data) { _ = version; _ = data; }
            }
        }

        """;

    public static void Write(SourceProductionContext output, EquatableArray<Interceptor> interceptors)
    {
        if (interceptors.Count == 0)
            return;
        var names = new UniqueNames();
        var text = new StringBuilder(FileHeader.Text).Append(Attribute);
        var shared = new StringBuilder($"    // in an obsolete class all may be named that is obsolete itself\n    [global::System.Obsolete]\n    {Marks.Glue}\n    file static class Interceptors\n    {{\n");
        foreach (var interceptor in interceptors.Where(i => i.Target.Host is null))
            shared.Append(Member(interceptor, "        ", names));
        text.Append("\nnamespace ").Append(KnownNames.InterceptorNamespace).Append("\n{\n").Append(shared).Append("    }\n").Append(string.Concat(interceptors.Select(i => i.Target.Accessor).OfType<string>().Distinct())).Append("}\n");
        foreach (var interceptor in interceptors)
            if (interceptor.Target.Host is { } host)
                ScopeWriter.WriteBlock(text, host, Member(interceptor, "    ", names));
        output.AddSource(HintName, SourceText.From(text.ToString(), Encoding.UTF8));
    }

    private static string Member(Interceptor interceptor, string indent, UniqueNames names)
    {
        var text = new StringBuilder();
        foreach (var call in interceptor.Calls)
            text.Append(indent).Append("[global::System.Runtime.CompilerServices.InterceptsLocation(")
                .Append(call.Version.ToString(CultureInfo.InvariantCulture)).Append(", ").Append(SymbolDisplay.FormatLiteral(call.Data, quote: true))
                .Append(")] // ").Append(call.Display).Append('\n');
        var target = interceptor.Target;
        return text.Append(indent).Append("[global::System.Diagnostics.StackTraceHidden, global::System.Diagnostics.DebuggerStepThrough]\n")
            .Append(indent).Append($"{target.Modifiers} {target.ReturnType} {TypeText.Identifier(names.Next(target.Name))}{target.TypeParameters}({target.Parameters}){target.Constraints} {target.Body}\n")
            .ToString();
    }
}

using CoroutineDsl.Generator.Model;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>The one diagnostic that the generator itself reports; all others are the analyzers'.</summary>
internal static class GeneratorDiagnostics
{
    public static readonly DiagnosticDescriptor Fault = new(
        "CORO000", "The generator failed",
        "The generator failed on this coroutine, which therefore runs un-lowered; this is a bug of CoroutineDsl: {0}",
        "CoroutineDsl", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}

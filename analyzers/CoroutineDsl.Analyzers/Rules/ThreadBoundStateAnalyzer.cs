using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO010: state that belongs to the thread is shared by all greenlets of the hub.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadBoundStateAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO010";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Thread-bound state in a coroutine",
        "'{0}' belongs to the thread, which all greenlets of the hub share: use a CoLocal",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var threadLocal = coroutines.Find("System.Threading.ThreadLocal`1");
        var threadStatic = coroutines.Find("System.ThreadStaticAttribute");
        var thread = coroutines.Find("System.Threading.Thread");
        RegisterBodies(start, coroutines, (block, _, body) =>
        {
            foreach (var operation in body.InFunction())
            {
                var name = operation switch
                {
                    IPropertyReferenceOperation { Property.Name: "Value" or "IsValueCreated" } p when CoroutineContext.Same(p.Property.ContainingType.OriginalDefinition, threadLocal) =>
                        p.Instance.NamedSymbol()?.Name ?? "ThreadLocal",
                    IFieldReferenceOperation f when f.Field.IsStatic && f.Field.GetAttributes().Any(a => CoroutineContext.Same(a.AttributeClass, threadStatic)) => f.Field.Name,
                    IInvocationOperation { TargetMethod: { Name: "GetData" or "SetData" } m } when CoroutineContext.Same(m.ContainingType, thread) => "Thread." + m.Name,
                    _ => null,
                };
                if (name is not null) block.ReportDiagnostic(Diagnostic.Create(Descriptor, operation.Syntax.GetLocation(), name));
            }
        });
    }
}

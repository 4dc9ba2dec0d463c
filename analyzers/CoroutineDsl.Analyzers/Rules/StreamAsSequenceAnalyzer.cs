using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO023: a stream that is used as the ordinary sequence that it is to C#: each step passes the baton.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StreamAsSequenceAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO023";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A stream is used as an ordinary sequence",
        "{0}: write '{1}.AsStream()'",
        Rule.Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        start.RegisterOperationAction(
            context =>
            {
                var call = (IInvocationOperation)context.Operation;
                if (call.TargetMethod is { IsExtensionMethod: true, ContainingType: { Name: "Enumerable", ContainingNamespace: { Name: "Linq", ContainingNamespace.Name: "System" } } }
                    && call.Arguments.FirstOrDefault()?.Value is { } receiver && StreamCall(receiver, coroutines) is { } stream)
                    context.ReportDiagnostic(Diagnostic.Create(Descriptor, stream.Syntax.GetLocation(), "LINQ takes this stream for an ordinary sequence, and passes the baton at each step", Shown.Code((ExpressionSyntax)stream.Syntax)));
            },
            OperationKind.Invocation);
        RegisterBodies(start, coroutines, (block, _, body) =>
        {
            foreach (var operation in body.InFunction())
            {
                if (operation is IForEachLoopOperation { Collection: var collection } && Unwrapped(collection) is { } read && IsSequence(read.Type) && MayBeStream(read, body, coroutines))
                    block.ReportDiagnostic(Diagnostic.Create(Descriptor, read.Syntax.GetLocation(), "Where this is a stream, each step of the loop passes the baton", Shown.Code((ExpressionSyntax)read.Syntax)));
            }
        });
    }

    private static bool MayBeStream(IOperation read, IOperation body, CoroutineContext coroutines) => read switch
    {
        IParameterReferenceOperation => true,
        ILocalReferenceOperation { Local: var local } => body.InFunction().OfType<IVariableDeclaratorOperation>()
            .FirstOrDefault(declared => SymbolEqualityComparer.Default.Equals(declared.Symbol, local))?.GetVariableInitializer()?.Value is { } value
            && (StreamCall(value, coroutines) is not null || Unwrapped(value) is IParameterReferenceOperation),
        _ => false,
    };

    private static IInvocationOperation? StreamCall(IOperation value, CoroutineContext coroutines) =>
        Unwrapped(value) is IInvocationOperation call && coroutines.IsStream(call.TargetMethod.OriginalDefinition) ? call : null;

    private static IOperation Unwrapped(IOperation value)
    {
        while (value is IConversionOperation { IsImplicit: true } or IParenthesizedOperation)
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        return value;
    }

    private static bool IsSequence(ITypeSymbol? type) =>
        type?.OriginalDefinition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T && CoroutineType.Of(type) is { IsStream: true };
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO015: a nursery in a <c>using</c> that nobody joins: to leave it cancels its children.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnjoinedNurseryAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO015";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A nursery is joined before it is left",
        "This nursery is left without Join: that cancels its children, and waits for them on a thread. Make 'Join' the last statement of its scope, or call 'Nursery.Run'.",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        if (start.Compilation.GetTypeByMetadataName("CoroutineDsl.Nursery") is not { } nursery) return;
        start.RegisterOperationAction(context => Analyze(context, nursery), OperationKind.ObjectCreation);
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol nursery)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (!SymbolEqualityComparer.Default.Equals(creation.Type, nursery)) return;
        if (Holder(creation) is not { } holder || !IsInUsing(holder)) return;
        if (holder is IVariableDeclaratorOperation { Symbol: var local } && IsJoined(local, Outermost(creation))) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, creation.Syntax.GetLocation()));
    }

    /// <summary>The variable that is given the nursery, or the <c>using</c> that has it without one.</summary>
    private static IOperation? Holder(IOperation creation)
    {
        var parent = creation.Parent;
        while (parent is IConversionOperation or IVariableInitializerOperation) parent = parent.Parent;
        return parent is IVariableDeclaratorOperation or IUsingOperation ? parent : null;
    }

    private static bool IsInUsing(IOperation holder)
    {
        if (holder is IUsingOperation) return true;
        var parent = holder.Parent;
        while (parent is IVariableDeclarationOperation or IVariableDeclarationGroupOperation) parent = parent.Parent;
        return parent is IUsingOperation or IUsingDeclarationOperation;
    }

    /// <summary>Whether it is joined here, or handed to a method that may do so. To be handed to a child of its own is no reason to think that.</summary>
    private static bool IsJoined(ILocalSymbol local, IOperation root)
    {
        foreach (var operation in root.Descendants())
        {
            if (operation is IInvocationOperation { TargetMethod.Name: "Join" } join && Is(join.Instance, local)) return true;
            if (operation is IArgumentOperation argument && Is(argument.Value, local) && !IsForChild(argument, local)) return true;
        }

        return false;
    }

    private static bool IsForChild(IOperation argument, ILocalSymbol local)
    {
        for (var outer = argument.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IInvocationOperation { TargetMethod.Name: "Spawn" or "Start" } call && Is(call.Instance, local)) return true;
        }

        return false;
    }

    private static bool Is(IOperation? operation, ILocalSymbol local) => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    private static IOperation Outermost(IOperation operation)
    {
        while (operation.Parent is { } parent) operation = parent;
        return operation;
    }
}

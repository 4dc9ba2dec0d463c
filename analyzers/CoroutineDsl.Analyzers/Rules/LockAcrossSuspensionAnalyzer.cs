using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO008: a lock that belongs to a thread is held while another greenlet runs on that thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockAcrossSuspensionAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO008";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A lock is held across a suspension",
        "'{0}' is held across a suspension: it belongs to the thread, which other greenlets share; use a CoLock",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var locks = new ThreadLocks(coroutines);
        RegisterBodies(start, coroutines, (block, _, body) => Analyze(block, body, coroutines, locks));
    }

    private static void Analyze(OperationBlockAnalysisContext context, IOperation body, CoroutineContext coroutines, ThreadLocks locks)
    {
        var held = new List<(ISymbol Lock, IOperation Since)>();
        foreach (var operation in body.InFunction())
        {
            switch (operation)
            {
                case ILockOperation statement when statement.Body.Suspends(coroutines):
                    Report(context, statement.LockedValue.Syntax, statement.LockedValue.Syntax.ToString());
                    break;
                case IUsingOperation { Resources: var scope } statement when locks.IsScope(scope) && statement.Body.Suspends(coroutines):
                    Report(context, scope.Syntax, scope.Syntax.ToString());
                    break;
                case IUsingDeclarationOperation { Parent: IBlockOperation block } declaration when locks.IsScope(declaration.DeclarationGroup):
                    if (block.Operations.SkipWhile(o => o != declaration).Any(o => o.Suspends(coroutines)))
                        Report(context, declaration.DeclarationGroup.Syntax, declaration.DeclarationGroup.Syntax.ToString());
                    break;
                case IInvocationOperation call when locks.Acquired(call) is { } acquired:
                    held.Add((acquired, call));
                    break;
                case IInvocationOperation call when locks.Released(call) is { } released:
                    held.RemoveAll(h => CoroutineContext.Same(h.Lock, released));
                    break;
                case var _ when held.Count > 0 && operation.IsSuspension(coroutines):
                    foreach (var (name, since) in held) Report(context, since.Syntax, name.Name);
                    held.Clear();
                    break;
            }
        }
    }

    private static void Report(OperationBlockAnalysisContext context, SyntaxNode place, string name) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, place.GetLocation(), name));
}

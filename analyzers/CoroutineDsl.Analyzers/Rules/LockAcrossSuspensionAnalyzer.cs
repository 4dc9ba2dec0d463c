using System.Collections.Concurrent;
using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// CORO008: a lock that belongs to a thread is held while another greenlet runs on that thread; or, in plain code, while this thread is parked and another runs the hub, which then waits for the lock and for ever.
/// </summary>
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

    private static readonly DiagnosticDescriptor CallDescriptor = new(
        Id,
        "A lock is held across a call that waits",
        "'{0}' is held across a call that waits ({1}): this thread parks with the lock, and whoever takes it next blocks the hub for ever; wait outside of the lock, or use a CoLock",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id),
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor, CallDescriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var project = new Project(start.Compilation, coroutines);
        start.RegisterSymbolAction(context => project.Calls.AddDispatch((INamedTypeSymbol)context.Symbol), SymbolKind.NamedType);
        start.RegisterOperationBlockAction(context =>
        {
            if (context.OwningSymbol is not IMethodSymbol member) return;
            foreach (var body in context.OperationBlocks) new Function(project, member, member).Analyze(body, context.ReportDiagnostic);
        });
        start.RegisterCompilationEndAction(context =>
        {
            if (project.Held.IsEmpty) return;
            var waiting = project.Calls.Reaching(project.Waiting.Keys, coroutines.IsCoroutine);
            foreach (var group in project.Held.Where(call => waiting.ContainsKey(call.Callee)).GroupBy(call => call.Place))
            {
                var (place, name, callee) = group.OrderBy(call => waiting[call.Callee].Length).ThenBy(call => waiting[call.Callee], StringComparer.Ordinal).First();
                context.ReportDiagnostic(Diagnostic.Create(CallDescriptor, place, DiagnosticSeverity.Warning, null, null, name, waiting[callee]));
            }
        });
    }

    /// <summary>What is known of all functions of a project.</summary>
    private sealed class Project(Compilation compilation, CoroutineContext coroutines)
    {
        private readonly PatchScope scope = PatchScope.Of(compilation);

        public CoroutineContext Coroutines => coroutines;

        public ThreadLocks Locks { get; } = new(coroutines);

        public CallGraph Calls { get; } = new(compilation.Assembly);

        /// <summary>Plain functions that wait themselves.</summary>
        public ConcurrentDictionary<IMethodSymbol, bool> Waiting { get; } = new(SymbolEqualityComparer.Default);

        /// <summary>The calls that are made with a lock held.</summary>
        public ConcurrentBag<(Location Place, string Lock, IMethodSymbol Callee)> Held { get; } = [];

        public bool Waits(IOperation operation, IMethodSymbol member) =>
            operation.IsSuspension(coroutines) || (scope.IsAnywhere && !LexicalLock.Contains(operation.Syntax) && BlockingCalls.Of(compilation).Find(operation) is { } call && scope.Covers(call, member));
    }

    /// <summary>A method, an accessor, a local function or a lambda.</summary>
    private sealed class Function(Project project, IMethodSymbol symbol, IMethodSymbol member)
    {
        private readonly bool isCoroutine = project.Coroutines.IsCoroutine(symbol);
        private readonly List<(ISymbol Lock, IOperation Since)> entered = [];
        private readonly HashSet<Location> reported = [];

        public void Analyze(IOperation body, Action<Diagnostic> report)
        {
            if (ThreadLocks.IsSynchronized(symbol, body)) Holds(symbol.Locations[0], $"the monitor of {CallGraph.Name(symbol)}", body.InFunction(), report);
            foreach (var operation in body.InFunction())
            {
                switch (operation)
                {
                    case ILockOperation statement:
                        Holds(statement.LockedValue.Syntax, statement.Body.InFunction(), report);
                        break;
                    case IUsingOperation { Resources: var scope } statement when project.Locks.IsScope(scope):
                        Holds(scope.Syntax, statement.Body.InFunction(), report);
                        break;
                    case IUsingDeclarationOperation { Parent: IBlockOperation block } declaration when project.Locks.IsScope(declaration.DeclarationGroup):
                        Holds(Declared(declaration), block.Operations.SkipWhile(o => o != declaration).Skip(1).SelectMany(o => o.InFunction()), report);
                        break;
                    case IInvocationOperation call when project.Locks.Acquired(call) is { } acquired:
                        entered.Add((acquired, call));
                        break;
                    case IInvocationOperation call when project.Locks.Released(call) is { } released:
                        entered.RemoveAll(h => CoroutineContext.Same(h.Lock, released));
                        break;
                    default:
                        foreach (var (name, since) in entered) Holds(since.Syntax.GetLocation(), name.Name, [operation], report);
                        break;
                }

                Note(operation);
            }

            Nested(body, report);
        }

        private void Nested(IOperation operation, Action<Diagnostic> report)
        {
            foreach (var child in operation.ChildOperations)
            {
                switch (child)
                {
                    case ILocalFunctionOperation { Body: { } body } function:
                        new Function(project, function.Symbol, member).Analyze(body, report);
                        break;
                    case IAnonymousFunctionOperation lambda:
                        new Function(project, lambda.Symbol, member).Analyze(lambda.Body, report);
                        break;
                    default:
                        Nested(child, report);
                        break;
                }
            }
        }

        /// <summary>Whether this waits, by itself or since it is patched.</summary>
        private bool Waits(IOperation operation) => operation.Kind == OperationKind.YieldReturn ? isCoroutine : project.Waits(operation, member);

        private void Note(IOperation operation)
        {
            if (!isCoroutine && Waits(operation)) project.Waiting.TryAdd(symbol.OriginalDefinition, true);
            if (operation is IInvocationOperation call && call.IsAwait(project.Coroutines)) return;
            if (operation is IInvocationOperation or IObjectCreationOperation or IPropertyReferenceOperation) project.Calls.Add(symbol.OriginalDefinition, operation);
        }

        private void Holds(SyntaxNode taken, IEnumerable<IOperation> operations, Action<Diagnostic> report) => Holds(taken.GetLocation(), taken.ToString(), operations, report);

        private static SyntaxNode Declared(IUsingDeclarationOperation declaration) => declaration.DeclarationGroup.Syntax is LocalDeclarationStatementSyntax statement ? statement.Declaration : declaration.Syntax;

        /// <summary>A lock is held while these run.</summary>
        private void Holds(Location taken, string name, IEnumerable<IOperation> operations, Action<Diagnostic> report)
        {
            foreach (var operation in operations)
            {
                if (Waits(operation))
                {
                    if (reported.Add(taken)) report(Diagnostic.Create(Descriptor, taken, name));
                    return;
                }

                foreach (var callee in CallGraph.Callees(operation)) project.Held.Add((taken, name, callee));
            }
        }
    }
}

using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// What a thread is given to run. Only what stands in the same file is looked at, since what is made of a file may depend on nothing else. A method of the project in another file may block: a thread for it is
/// replaced, and a task, which mostly computes, is not.
/// </summary>
internal sealed class StartedBody
{
    private readonly HashSet<IMethodSymbol> seen = new(SymbolEqualityComparer.Default);
    private readonly SemanticModel model;

    private StartedBody(SemanticModel model) => this.model = model;

    private enum Verdict
    {
        Runs,
        MayBlock,
        Blocks,
    }

    /// <summary>Whether the body of a start is known, and blocks in a way that lets the others of a hub run.</summary>
    public static bool IsReplaced(IInvocationOperation start)
    {
        var bodies = Bodies(start).ToList();
        if (bodies.Count == 0) return false;
        var needed = start.TargetMethod.ContainingType.Name is "Thread" or "ThreadPool" ? Verdict.MayBlock : Verdict.Blocks;
        return bodies.All(body => new StartedBody(start.SemanticModel!).OfDelegate(body) >= needed);
    }

    private static IEnumerable<IOperation> Bodies(IInvocationOperation start)
    {
        if (start.TargetMethod.ContainingType.Name != "Thread")
            return start.Arguments.Where(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate).Select(argument => argument.Value);
        return start.Instance?.WithoutImplicitConversions() switch
        {
            IObjectCreationOperation made => Given(made),
            ILocalReferenceOperation local => Assigned(start, local.Local),
            IFieldReferenceOperation field => Assigned(start, field.Field),
            IPropertyReferenceOperation property => Assigned(start, property.Property),
            _ => [],
        };
    }

    private static IEnumerable<IOperation> Given(IObjectCreationOperation made) => made.Arguments.Take(1).Select(argument => argument.Value);

    /// <summary>What the threads are given that are assigned to a variable in the type around the start.</summary>
    private static IEnumerable<IOperation> Assigned(IInvocationOperation start, ISymbol variable)
    {
        var around = start.Syntax.Ancestors().FirstOrDefault(node => node is TypeDeclarationSyntax) ?? start.Syntax.SyntaxTree.GetRoot();
        foreach (var creation in around.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>())
        {
            var target = creation.Parent switch
            {
                AssignmentExpressionSyntax assignment when assignment.Right == creation => start.SemanticModel!.GetSymbolInfo(assignment.Left).Symbol,
                EqualsValueClauseSyntax { Parent: { } declared } => start.SemanticModel!.GetDeclaredSymbol(declared),
                _ => null,
            };
            if (target is null || !SymbolEqualityComparer.Default.Equals(target, variable) || start.SemanticModel!.GetOperation(creation) is not IObjectCreationOperation made) continue;
            foreach (var body in Given(made)) yield return body;
        }
    }

    private Verdict OfDelegate(IOperation value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return (value is IDelegateCreationOperation made ? made.Target : value) switch
        {
            IAnonymousFunctionOperation { Symbol.IsAsync: false } lambda => Of(lambda.Body),
            IMethodReferenceOperation reference => OfMethod(reference.Method),
            _ => Verdict.Runs, // made elsewhere, of who knows what
        };
    }

    private Verdict Of(IOperation body)
    {
        var worst = Verdict.Runs;
        foreach (var operation in body.InFunction())
        {
            var verdict = Waits(operation) ? Verdict.Blocks : operation is IInvocationOperation call ? OfMethod(call.TargetMethod) : Verdict.Runs;
            if (verdict == Verdict.Blocks) return verdict;
            if (verdict > worst) worst = verdict;
        }
        return worst;
    }

    private bool Waits(IOperation operation)
    {
        if (operation is IInvocationOperation { TargetMethod: { Name: "Await" } awaited } && IsRuntime(awaited.ContainingNamespace)) return true;
        return BlockingCalls.Of(model.Compilation).Find(operation) is { } blocking && !LexicalLock.Contains(operation.Syntax)
            && PatchScope.MethodOf(model.GetEnclosingSymbol(operation.Syntax.SpanStart)) is { } method && PatchScope.Of(model.Compilation).Covers(blocking, method);
    }

    private Verdict OfMethod(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, model.Compilation.Assembly) || method.IsAsync || !seen.Add(method)) return Verdict.Runs;
        if (Eligibility.IsMarked(method)) return Verdict.Runs; // to call it runs nothing
        if (method.IsAbstract || method.DeclaringSyntaxReferences is not [var reference] || reference.SyntaxTree != model.SyntaxTree) return Verdict.MayBlock;
        SyntaxNode? body = reference.GetSyntax() switch
        {
            BaseMethodDeclarationSyntax declared => (SyntaxNode?)declared.Body ?? declared.ExpressionBody,
            LocalFunctionStatementSyntax local => (SyntaxNode?)local.Body ?? local.ExpressionBody,
            _ => null,
        };
        return body is not null && model.GetOperation(body) is { } operation ? Of(operation) : Verdict.MayBlock;
    }

    private static bool IsRuntime(INamespaceSymbol? space)
    {
        for (; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space.Name == KnownNames.Namespace && space.ContainingNamespace.IsGlobalNamespace) return true;
        return false;
    }
}

using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>All that the passes over one method share.</summary>
internal sealed class LoweringContext
{
    public LoweringContext(IMethodSymbol method, BlockSyntax body, SemanticModel model, MachineNames names, CancellationToken cancel)
    {
        (Method, Body, Model, Names, Cancel) = (method, body, model, names, cancel);
        Type = CoroutineType.Of(method.ReturnType)!.Value;
        IsStatic = method.IsStatic || ExtensionBlock.Is(method.ContainingType);
        Known = new RuntimeTypes(model.Compilation);
        Suspensions = SuspensionFinder.Find(this);
        Plan = new FlatteningPlan(this);
        Identifiers = new Identifiers(this);
        Anonymous = new AnonymousTypes(this);
        Variables = VariableAnalysis.Analyze(this);
    }

    public IMethodSymbol Method { get; }
    public BlockSyntax Body { get; }
    public SemanticModel Model { get; }
    public MachineNames Names { get; }
    public CancellationToken Cancel { get; }
    public CoroutineType Type { get; }

    /// <summary>Whether the body stands in the machine itself, and not in a method of the containing type.</summary>
    public bool IsStatic { get; }

    public RuntimeTypes Known { get; }
    public Suspensions Suspensions { get; }
    public FlatteningPlan Plan { get; }
    public Identifiers Identifiers { get; }
    public AnonymousTypes Anonymous { get; }
    public VariableTable Variables { get; }
    public List<Refusal> Refusals { get; } = [];

    /// <summary>The coroutines of the project whose factories the body calls.</summary>
    public HashSet<IMethodSymbol> CalledFactories { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Whether there is something in the body that is seldom met: what is generated is then tried before it is given out.</summary>
    public bool IsUnusual { get; set; }

    /// <summary>Whether braces and labels are places to stop at, and to count, as in any other code that is not optimized.</summary>
    public bool HasStops => Model.Compilation.Options.OptimizationLevel == OptimizationLevel.Debug;

    /// <summary>How the body refers to its machine.</summary>
    public string Frame => IsStatic ? "this" : Identifiers.Machine;

    /// <summary>How the body refers to the result.</summary>
    public string ResultText => Member("Result");

    /// <summary>How the body refers to a member of its machine.</summary>
    public string Member(string name) => IsStatic ? name : $"{Frame}.{name}";

    /// <summary><c>SetResult</c> of the language: the result of the coroutine around it. Its value may be that of a factory which the compiler does not know yet.</summary>
    public bool IsSetResult(InvocationExpressionSyntax call) =>
        Model.GetSymbolInfo(call, Cancel) is var found && Known.IsSetResult((found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) as IMethodSymbol);

    public void Refuse(SyntaxNodeOrToken place, string construct, string advice)
    {
        var refusal = new Refusal(construct, advice, LocationInfo.Of(place));
        if (!Refusals.Contains(refusal))
            Refusals.Add(refusal);
    }
}

using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>Makes instructions: what lowers expressions stands on it, and what lowers statements on that.</summary>
internal abstract class Emitter
{
    private List<Instruction> _output = [];
    private int _states;

    protected Emitter(LoweringContext context)
    {
        Context = context;
        Jumps = new Jumps(context);
        Renderer = new Renderer(context, Jumps);
    }

    protected LoweringContext Context { get; }

    protected Renderer Renderer { get; }

    protected Jumps Jumps { get; }

    protected Suspensions Suspensions => Context.Suspensions;

    protected SemanticModel Model => Context.Model;

    /// <summary><c>checked</c>, <c>unchecked</c> or nothing: of all that is emitted.</summary>
    protected string? Overflow { get; set; }

    protected CodeText Read(Variable variable) => Renderer.To(variable, Access.Read);

    protected CodeText Write(Variable variable) => Renderer.To(variable, Access.Write);

    protected CodeText Render(SyntaxNode node) => Renderer.Render(node);

    protected bool IsMarked(SyntaxNode? node) => Suspensions.IsMarked(node);

    /// <summary>The machine's variable for what a node declares; null if that stays a local in place.</summary>
    protected Variable? Declared(SyntaxNode declaration) => Context.Variables.Of(Model.GetDeclaredSymbol(declaration, Context.Cancel));

    protected string NewLabel(string stem) => Context.Identifiers.Label(stem);

    protected Variable Temporary(string stem, ITypeSymbol type, SyntaxNode place) => Context.Variables.Temporary(stem, type, place);

    /// <summary>Adds statements that contain no suspension, with all that their rendering has asked for.</summary>
    protected void EmitCopy(CodeText text, SyntaxNodeOrToken? source = null, IReadOnlyCollection<Variable>? kills = null, bool fallsThrough = true, string[]? targets = null,
        bool declares = false, IReadOnlyList<string>? comments = null) =>
        Emit(new Copy(Make(text, source, targets, comments), fallsThrough) { Kills = kills ?? [], Declares = declares });

    /// <summary><c>variable = value;</c></summary>
    protected void EmitStore(Variable variable, CodeText value, SyntaxNodeOrToken? source = null, IReadOnlyList<string>? comments = null) =>
        Emit(new Store(variable, Make(value, source, comments: comments)));

    /// <summary><c>if (condition) goto target;</c></summary>
    protected void EmitBranch(CodeText condition, string target, SyntaxNodeOrToken? source = null) => Emit(new Branch(Make(condition, source), target));

    protected void EmitGoto(string label, SyntaxNodeOrToken? source = null) => Emit(new Goto(label, source));

    /// <summary>A brace, a label or a constant condition: nothing happens there, but code that is not optimized can be stopped there.</summary>
    protected void EmitStop(SyntaxNodeOrToken place)
    {
        if (Context.HasStops)
            EmitCopy(";", place);
    }

    protected void EmitLabel(string name) => _output.Add(new Label(name));

    /// <summary>The jump out of whatever stands around, by way of the finally blocks that suspend.</summary>
    protected void EmitExit(string? label, int depth, SyntaxNodeOrToken? source = null)
    {
        var exit = Jumps.To(label, depth);
        if (exit.Branch is { } branch)
            EmitStore(branch, Number(exit.Number));
        Emit(exit.Label is { } target ? new Goto(target, source) : new Return(Make(CodeText.Empty, source)));
    }

    protected void EmitWaitFor(CodeText wait, Variable? result, string? discarded, SyntaxNode place, IReadOnlyList<string>? comments = null, Variable? ended = null, bool isLastCall = false)
    {
        var statement = place.FirstAncestorOrSelf<StatementSyntax>();
        var source = statement is not null && IsSimple(statement) ? statement : place;
        _output.Add(new Await(++_states, Make(wait, source, comments: comments), result, discarded, place) { Ended = ended, IsLastCall = isLastCall });
    }

    /// <summary>A value that a stream yields.</summary>
    protected void EmitItem(CodeText value, StatementSyntax statement, IReadOnlyList<string>? comments) =>
        _output.Add(new Await(++_states, Make(value, statement, comments: comments), null, null, statement) { IsItem = true });

    protected void Emit(Instruction instruction)
    {
        // nothing reaches what follows a jump, up to the next label
        if (_output is not [.., { FallsThrough: false }])
            _output.Add(instruction);
    }

    protected void EmitTry(Try region) => _output.Add(region);

    protected Code Make(CodeText text, SyntaxNodeOrToken? source = null, string[]? targets = null, IReadOnlyList<string>? comments = null)
    {
        var needs = Renderer.TakeNeeds();
        return new Code(text, source is { RawKind: 0 } ? null : source)
        {
            Targets = targets is null ? needs.Targets : [.. needs.Targets, .. targets],
            NeedsBlock = needs.NeedsBlock,
            Functions = needs.Functions,
            Overflow = Overflow,
            Comments = comments ?? [],
        };
    }

    /// <summary>A fresh object for the captured variables of a scope.</summary>
    protected void EnterScope(SyntaxNode node)
    {
        if (Context.Variables.Scopes.TryGetValue(node, out var scope))
            EmitStore(scope.Holder, $"new {scope.Holder.TypeText}()");
    }

    /// <summary>Collects the instructions of a nested region.</summary>
    protected List<Instruction> Collect(Action lower)
    {
        var outer = _output;
        _output = [];
        lower();
        var inner = _output;
        _output = outer;
        return inner;
    }

    /// <summary>The comments that stand in lines of their own in front of a statement.</summary>
    protected static IReadOnlyList<string> Comments(StatementSyntax statement)
    {
        List<string>? comments = null;
        foreach (var trivia in statement.GetLeadingTrivia())
            if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)) (comments ??= []).Add(trivia.ToString().TrimEnd());
        return comments ?? (IReadOnlyList<string>)[];
    }

    protected static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsSimple(StatementSyntax statement) => statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or YieldStatementSyntax or ThrowStatementSyntax;
}

using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Lowering.Rendering;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

/// <summary>Takes a body apart into instructions. One file a construct: statements here, expressions next door.</summary>
internal sealed partial class BodyLowering
{
    private readonly LoweringContext _context;
    private readonly Renderer _renderer;
    private readonly Jumps _jumps;
    private List<Instruction> _output = [];
    private string? _overflow;
    private int _states;

    public BodyLowering(LoweringContext context)
    {
        _context = context;
        _jumps = new Jumps(context);
        _renderer = new Renderer(context, _jumps);
    }

    private Suspensions Suspensions => _context.Suspensions;
    private SemanticModel Model => _context.Model;

    public List<Instruction> LowerBody()
    {
        EnterScope(_context.Body);
        foreach (var (symbol, field) in _context.Variables.Parameters)
            if (_context.Variables.Of(symbol) is { } variable && variable != field)
                Emit($"{Write(variable)} = {Read(field)};");
        LowerList(_context.Body.Statements);
        EmitReturn();
        return _output;
    }

    private string Read(Variable variable) => _renderer.To(variable, Reference.Read);

    private string Write(Variable variable) => _renderer.To(variable, Reference.Write);

    private string Render(SyntaxNode node) => _renderer.Render(node);

    private bool IsMarked(SyntaxNode? node) => Suspensions.IsMarked(node);

    /// <summary>Adds statements that contain no suspension, with all that their rendering has asked for.</summary>
    private void Emit(string text, SyntaxNodeOrToken? source = null, IReadOnlyCollection<Variable>? kills = null, bool fallsThrough = true, string[]? targets = null,
        bool declares = false, IReadOnlyList<string>? comments = null)
    {
        var code = Make(text, source, kills, fallsThrough, targets, declares, comments);
        // nothing reaches what follows a jump, up to the next label
        if (_output is not [.., Code { FallsThrough: false }])
            _output.Add(code);
    }

    private Code Make(string text, SyntaxNodeOrToken? source = null, IReadOnlyCollection<Variable>? kills = null, bool fallsThrough = true, string[]? targets = null,
        bool declares = false, IReadOnlyList<string>? comments = null)
    {
        var needs = _renderer.TakeNeeds();
        return new Code(text, source is { RawKind: 0 } ? null : source)
        {
            Kills = kills ?? [],
            FallsThrough = fallsThrough,
            Targets = targets is null ? needs.Targets : [.. needs.Targets, .. targets],
            Declares = declares,
            NeedsBlock = needs.NeedsBlock,
            Functions = needs.Functions,
            Overflow = _overflow,
            Comments = comments ?? [],
        };
    }

    private void EmitLabel(string name) => _output.Add(new Label(name));

    private void EmitGoto(string label) => Emit($"goto {label};", fallsThrough: false, targets: [label]);

    private string NewLabel(string stem) => _context.Identifiers.Label(stem);

    private Variable Temporary(string stem, ITypeSymbol type, SyntaxNode place) => _context.Variables.Temporary(stem, type, place);

    /// <summary>Assigns to a temporary or a declared variable, which has no earlier value worth keeping.</summary>
    private void Assign(Variable variable, string value, SyntaxNodeOrToken? source = null) => Emit($"{Write(variable)} = {value};", source, [variable]);

    /// <summary>A fresh object for the captured variables of a scope.</summary>
    private void EnterScope(SyntaxNode node)
    {
        if (_context.Variables.Scopes.TryGetValue(node, out var scope))
            Assign(scope.Holder, $"new {scope.Holder.TypeText}()");
    }

    /// <summary>Collects the instructions of a nested region.</summary>
    private List<Instruction> Collect(Action lower)
    {
        var outer = _output;
        _output = [];
        lower();
        var inner = _output;
        _output = outer;
        return inner;
    }
}

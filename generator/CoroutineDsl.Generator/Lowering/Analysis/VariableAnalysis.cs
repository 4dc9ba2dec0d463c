using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>
/// Decides for each local whether it can stay where it is written: when all that mentions it is one piece of unchanged code.
/// All other locals become variables of the machine; those that a nested function captures live in an object of their scope.
/// </summary>
internal sealed class VariableAnalysis
{
    private readonly LoweringContext _context;
    private readonly Dictionary<ISymbol, List<SyntaxNode>> _references = new(SymbolEqualityComparer.Default);
    private readonly List<(ISymbol Symbol, SyntaxNode Node)> _declarations = [];

    private VariableAnalysis(LoweringContext context) => _context = context;

    public static VariableTable Analyze(LoweringContext context)
    {
        var analysis = new VariableAnalysis(context);
        analysis.CollectDeclarations();
        analysis.CollectReferences();
        return analysis.Build();
    }

    private void CollectDeclarations()
    {
        foreach (var node in Functions.OwnNodes(_context.Body))
            if (node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or LocalFunctionStatementSyntax
                    or CatchDeclarationSyntax { Identifier.RawKind: not 0 }
                && _context.Model.GetDeclaredSymbol(node, _context.Cancel) is { } symbol)
                _declarations.Add((symbol, node));
    }

    private void CollectReferences()
    {
        var names = new HashSet<string>(_declarations.Select(d => d.Symbol.Name), StringComparer.Ordinal);
        foreach (var parameter in ExtensionBlock.AllParameters(_context.Method))
            names.Add(parameter.Name);
        foreach (var name in _context.Body.DescendantNodes().OfType<SimpleNameSyntax>())
        {
            _context.Cancel.ThrowIfCancellationRequested();
            if (!names.Contains(name.Identifier.ValueText) || _context.Model.GetSymbolInfo(name, _context.Cancel).Symbol is not { } symbol)
                continue;
            if (symbol is not (ILocalSymbol or IParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }))
                continue;
            symbol = symbol.OriginalDefinition;
            if (!_references.TryGetValue(symbol, out var list))
                _references.Add(symbol, list = []);
            list.Add(name);
        }
    }

    private IReadOnlyList<SyntaxNode> ReferencesTo(ISymbol symbol) => _references.TryGetValue(symbol, out var list) ? list : [];

    private VariableTable Build()
    {
        var table = new VariableTable(_context);
        foreach (var pair in _references)
            table.LastMention[pair.Key] = pair.Value.Max(r => r.SpanStart);
        HoistFunctions(table);
        foreach (var parameter in ExtensionBlock.AllParameters(_context.Method))
            table.AddParameter(parameter, ReferencesTo(parameter).Any(r => Functions.IsNested(r, _context.Body)) ? _context.Body : null);
        foreach (var (symbol, node) in _declarations)
        {
            if (symbol is not ILocalSymbol local || StaysInPlace(local, node, table))
                continue;
            if (local.IsConst)
            {
                table.AddConstant(local);
            }
            else if (local.IsRef)
                _context.Refuse(node, $"the ref local '{local.Name}', which is used beyond the statements around its declaration", "keep its use between two suspensions, or use an index");
            else
                table.AddLocal(local, node, ReferencesTo(local).Any(r => Functions.IsNested(r, _context.Body)) ? ScopeOf(node) : null);
        }
        return table;
    }

    private void HoistFunctions(VariableTable table)
    {
        bool changed;
        do
        {
            changed = false;
            foreach (var (symbol, node) in _declarations)
                if (node is LocalFunctionStatementSyntax function && !table.HoistedFunctions.ContainsKey(symbol)
                    && Unit(node) is { } unit
                    && ReferencesTo(symbol).Any(r => !unit.Contains(r.Span) || IsInHoisted(r, table)))
                {
                    table.HoistedFunctions.Add(symbol, function);
                    changed = true;
                }
        }
        while (changed);
        foreach (var pair in table.HoistedFunctions)
            if (ReferencesTo(pair.Key).FirstOrDefault(ComparesIdentity) is { } place)
                _context.Refuse(place, $"the identity of a delegate of the local function '{pair.Key.Name}' across a suspension", "keep the delegate in a variable, or make the function a method");
    }

    private static bool IsInHoisted(SyntaxNode node, VariableTable table) =>
        table.HoistedFunctions.Values.Any(f => f.Span.Contains(node.Span));

    /// <summary>A local function that is declared anew makes delegates that are not equal.</summary>
    private static bool ComparesIdentity(SyntaxNode reference) => reference.Parent switch
    {
        AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression } => true,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => true,
        ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Remove" or "Equals" or "Contains" } } } => true,
        _ => false,
    };

    private bool StaysInPlace(ILocalSymbol local, SyntaxNode node, VariableTable table)
    {
        if (Unit(node) is not { } unit)
            return false;
        foreach (var reference in ReferencesTo(local))
            if (!unit.Contains(reference.Span) || table.HoistedFunctions.Values.Any(f => f.Span.Contains(reference.Span) && !f.Span.Contains(node.Span)))
                return false;
        return true;
    }

    /// <summary>The largest piece of code around a declaration that is copied as it is; null where the declaration itself is taken apart.</summary>
    private TextSpan? Unit(SyntaxNode declaration)
    {
        if (declaration is CatchDeclarationSyntax { Parent: CatchClauseSyntax clause } && _context.Plan.IsFlattened(clause))
            return _context.Suspensions.IsMarked(clause) ? null : clause.Span;
        if (_context.Suspensions.IsMarked(declaration))
            return null;
        var top = declaration;
        while (top.Parent is { } parent && !_context.Suspensions.IsMarked(parent) && !(top is StatementSyntax && _context.Plan.StandsInFlattenedList(top)) && parent is not ElseClauseSyntax)
            top = parent;
        if (top is StatementSyntax statement)
            return _context.Plan.RunOf(statement)?.Span ?? (_context.Plan.IsTakenApart(statement) ? null : statement.Span);
        // a declarator or pattern of a statement that is itself taken apart
        // the arms of a switch expression of which none suspends stay together
        var isKeptArm = top is SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } && !choice.Arms.Any(_context.Suspensions.IsMarked);
        return top is ExpressionSyntax or CatchClauseSyntax || isKeptArm ? top.Span : null;
    }

    /// <summary>The construct at whose entry the variable comes into being.</summary>
    private SyntaxNode ScopeOf(SyntaxNode declaration)
    {
        for (var node = declaration; node != _context.Body; node = node.Parent!)
            if (node is BlockSyntax or SwitchStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax
                    or UsingStatementSyntax or CatchClauseSyntax or SwitchExpressionSyntax
                // what the collection of a foreach declares belongs to no iteration
                || node is CommonForEachStatementSyntax loop && !loop.Expression.Span.Contains(declaration.Span)
                || node is StatementSyntax && node.Parent is IfStatementSyntax or ElseClauseSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax
                    or CommonForEachStatementSyntax or UsingStatementSyntax)
                return node;
        return _context.Body;
    }
}

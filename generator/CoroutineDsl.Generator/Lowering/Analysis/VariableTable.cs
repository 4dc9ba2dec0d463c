using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>Which symbols became variables of the machine. All others stay declared where the user wrote them.</summary>
internal sealed class VariableTable(LoweringContext context)
{
    private readonly Dictionary<ISymbol, Variable> _bySymbol = new(SymbolEqualityComparer.Default);
    private readonly List<Variable> _all = [];

    public IReadOnlyList<Variable> All => _all;

    public Dictionary<SyntaxNode, CaptureScope> Scopes { get; } = [];

    /// <summary>Local functions that are used beyond the run of statements they stand in, and so are declared anew wherever they are used.</summary>
    public Dictionary<ISymbol, LocalFunctionStatementSyntax> HoistedFunctions { get; } = new(SymbolEqualityComparer.Default);

    public Variable? Of(ISymbol? symbol) => symbol is not null && _bySymbol.TryGetValue(symbol, out var variable) ? variable : null;

    /// <summary>A temporary of the lowering.</summary>
    public Variable Temporary(string stem, ITypeSymbol type, SyntaxNode place) => Temporary(stem, TypeNames.Of(type, place, context), type, place);

    public Variable Temporary(string stem, string typeText, ITypeSymbol? type = null, SyntaxNode? place = null)
    {
        var variable = new Variable(_all.Count, context.Identifiers.Numbered(stem), typeText, type) { Declaration = place, UserName = "" };
        _all.Add(variable);
        return variable;
    }

    /// <summary>Where each local and local function is mentioned last.</summary>
    public Dictionary<ISymbol, int> LastMention { get; } = new(SymbolEqualityComparer.Default);

    public void AddParameter(IParameterSymbol parameter, SyntaxNode? captureScope)
    {
        var name = context.Identifiers.ForVariable(parameter.Name);
        var field = new Variable(_all.Count, name, TypeText.Of(parameter.Type), parameter.Type) { IsParameter = true, IsField = true, UserName = parameter.Name };
        _all.Add(field);
        Parameters.Add((parameter, field));
        if (captureScope is null)
            _bySymbol.Add(parameter, field);
        else
            AddCaptured(parameter, name, field.TypeText, parameter.Type, captureScope, context.Body);
    }

    /// <summary>The parameters, in order, with the fields that hold what was passed.</summary>
    public List<(IParameterSymbol Symbol, Variable Field)> Parameters { get; } = [];

    public void AddLocal(ILocalSymbol local, SyntaxNode declaration, SyntaxNode? captureScope)
    {
        var name = context.Identifiers.ForVariable(local.Name);
        var type = TypeNames.Of(local.Type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), declaration, context);
        if (captureScope is not null)
            AddCaptured(local, name, type, local.Type, captureScope, declaration);
        else
            Add(local, new Variable(_all.Count, name, type, local.Type) { Declaration = declaration, UserName = local.Name });
    }

    public void AddConstant(ILocalSymbol local) =>
        Add(local, new Variable(_all.Count, context.Identifiers.ForVariable(local.Name), TypeText.Of(local.Type), local.Type) { Constant = LiteralText.Of(local.ConstantValue, local.Type), UserName = local.Name });

    private void AddCaptured(ISymbol symbol, string name, string typeText, ITypeSymbol type, SyntaxNode scopeNode, SyntaxNode declaration)
    {
        if (!Scopes.TryGetValue(scopeNode, out var scope))
        {
            var className = context.Identifiers.Numbered("Scope");
            var holder = Temporary("scope", ClassReference(className));
            scope = new CaptureScope(className, holder, context.Identifiers.Numbered("captured"));
            Scopes.Add(scopeNode, scope);
        }
        var variable = new Variable(_all.Count, name, typeText, type) { Scope = scope, Declaration = declaration, UserName = symbol.Name };
        scope.Variables.Add(variable);
        Add(symbol, variable);
    }

    private void Add(ISymbol symbol, Variable variable)
    {
        _all.Add(variable);
        _bySymbol.Add(symbol, variable);
    }

    /// <summary>How the body names a class nested in the machine.</summary>
    private string ClassReference(string className) => context.IsStatic ? className : MachineType(context) + "." + className;

    public static string MachineType(LoweringContext context) =>
        context.Names.Nest + "." + context.Names.Machine + SignatureText.TypeParameters(ExtensionBlock.AllTypeParameters(context.Method));
}

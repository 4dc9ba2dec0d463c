using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>Chooses names that mean nothing else in the body.</summary>
internal sealed class Identifiers
{
    private readonly UniqueNames _names;
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _declarations = new(StringComparer.Ordinal);
    private readonly UniqueNames _labels = new();
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);

    public Identifiers(LoweringContext context)
    {
        _names = new UniqueNames(MachineMembers.Contains);
        foreach (var token in context.Body.DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                _names.Take(token.ValueText);
                if (IsDeclaration(token))
                    _declarations[token.ValueText] = _declarations.TryGetValue(token.ValueText, out var count) ? count + 1 : 1;
                else if (token.Parent is LabeledStatementSyntax)
                    _labels.Take(token.ValueText);
            }
        foreach (var parameter in context.Method.Parameters)
            _names.Take(parameter.Name);
        for (INamedTypeSymbol? type = context.Type.IsStream ? context.Known.StreamCoroutine : context.Known.CoroutineOfT; type is not null; type = type.BaseType)
            foreach (var member in type.GetMembers())
                if (member.CanBeReferencedByName)
                    MachineMembers.Add(member.Name);
        // beside the machine stand those of the other coroutines of the type
        foreach (var other in ExtensionBlock.Host(context.Method.ContainingType).GetMembers().OfType<IMethodSymbol>())
            if (CoroutineType.Of(other.ReturnType) is not null)
                MachineMembers.Add(other.Name + "Machine");
        MachineMembers.Add(context.Names.Machine);
        foreach (var type in new[] { context.Names.Nest, context.Names.Machine, context.Names.Factory, context.Names.Body, "self" })
            _names.Take(type);
        Greenlet = Fresh("greenlet");
        Machine = Fresh("machine");
        Parked = Fresh("parked");
        Resumed = Fresh("resumed");
        // user locals keep their names, unless another meaning of the name is used in the same body
        foreach (var name in context.Body.DescendantNodes().OfType<SimpleNameSyntax>())
            if (_declarations.ContainsKey(name.Identifier.ValueText) && name.Parent is not (NameColonSyntax or NameEqualsSyntax)
                && !(name.Parent is MemberAccessExpressionSyntax access && access.Name == name)
                && context.Model.GetSymbolInfo(name, context.Cancel).Symbol is not (null or ILocalSymbol or IParameterSymbol or IRangeVariableSymbol or ILabelSymbol))
                _foreign.Add(name.Identifier.ValueText);
    }

    /// <summary>The names that a machine inherits: a simple name of the user's must not bind to one.</summary>
    public HashSet<string> MachineMembers { get; } = new(StringComparer.Ordinal);

    public string Greenlet { get; }
    public string Machine { get; }
    public string Parked { get; }
    public string Resumed { get; }

    /// <summary>The name of a variable of the user's in the machine: its own, wherever that is unambiguous.</summary>
    public string ForVariable(string name)
    {
        if (name == "_")
            return Fresh("unused"); // a discard elsewhere must not bind to it
        _declarations.TryGetValue(name, out var count);
        if (count <= 1 && !_foreign.Contains(name) && !MachineMembers.Contains(name) && name != "self" && _claimed.Add(name))
            return TypeText.Identifier(name);
        return Fresh(name + "_");
    }

    /// <summary><c>stem</c> if it is free, or <c>stem1</c>, <c>stem2</c>...</summary>
    public string Fresh(string stem)
    {
        return !stem.EndsWith("_", StringComparison.Ordinal) && _names.TryTake(stem) ? stem : Numbered(stem);
    }

    /// <summary><c>stem1</c>, <c>stem2</c>...</summary>
    public string Numbered(string stem) => _names.Numbered(stem);

    /// <summary><c>Loop1</c>, <c>Loop2</c>...</summary>
    public string Label(string stem) => _labels.Numbered(stem);

    private static bool IsDeclaration(SyntaxToken token) => token.Parent is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax
        or CatchDeclarationSyntax or ParameterSyntax or LocalFunctionStatementSyntax or FromClauseSyntax or LetClauseSyntax or JoinClauseSyntax or JoinIntoClauseSyntax or QueryContinuationSyntax;
}

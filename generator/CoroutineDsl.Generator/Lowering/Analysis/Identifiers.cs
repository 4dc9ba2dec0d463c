using System.Globalization;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>Chooses names that mean nothing else in the body.</summary>
internal sealed class Identifiers
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _declarations = new(StringComparer.Ordinal);
    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly HashSet<string> _foreign = new(StringComparer.Ordinal);

    public Identifiers(LoweringContext context)
    {
        foreach (var token in context.Body.DescendantTokens())
            if (token.IsKind(SyntaxKind.IdentifierToken))
            {
                _taken.Add(token.ValueText);
                if (IsDeclaration(token))
                    _declarations[token.ValueText] = _declarations.TryGetValue(token.ValueText, out var count) ? count + 1 : 1;
                else if (token.Parent is LabeledStatementSyntax)
                    _labels.Add(token.ValueText);
            }
        foreach (var parameter in context.Method.Parameters)
            _taken.Add(parameter.Name);
        for (INamedTypeSymbol? type = context.Known.CoroutineOfT; type is not null; type = type.BaseType)
            foreach (var member in type.GetMembers())
                if (member.CanBeReferencedByName)
                    MachineMembers.Add(member.Name);
        MachineMembers.Add(context.Names.Machine);
        foreach (var type in new[] { context.Names.Machine, context.Names.Factory, context.Names.Body, "self" })
            _taken.Add(type);
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
        if (!stem.EndsWith("_", StringComparison.Ordinal) && !MachineMembers.Contains(stem) && _taken.Add(stem))
            return stem;
        return Numbered(stem);
    }

    /// <summary><c>stem1</c>, <c>stem2</c>...</summary>
    public string Numbered(string stem)
    {
        for (var i = 1; ; i++)
        {
            var name = stem + i.ToString(CultureInfo.InvariantCulture);
            if (!MachineMembers.Contains(name) && _taken.Add(name))
                return name;
        }
    }

    /// <summary><c>Loop1</c>, <c>Loop2</c>...</summary>
    public string Label(string stem)
    {
        for (var i = 1; ; i++)
            if (_labels.Add(stem + i.ToString(CultureInfo.InvariantCulture)))
                return stem + i.ToString(CultureInfo.InvariantCulture);
    }

    private static bool IsDeclaration(SyntaxToken token) => token.Parent is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax
        or CatchDeclarationSyntax or ParameterSyntax or LocalFunctionStatementSyntax or FromClauseSyntax or LetClauseSyntax or JoinClauseSyntax or JoinIntoClauseSyntax or QueryContinuationSyntax;
}

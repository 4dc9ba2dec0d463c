using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>Declarations of variables that live in the machine become assignments.</summary>
internal sealed partial class Renderer
{
    private Variable? Declared(SyntaxNode declaration) => _nesting > 0 ? null : context.Variables.Of(Model.GetDeclaredSymbol(declaration, context.Cancel));

    private CodeText? LocalDeclaration(LocalDeclarationStatementSyntax statement)
    {
        if (_nesting > 0 || statement.Declaration.Variables.All(v => Declared(v) is null))
            return null;
        var parts = new List<CodeText>();
        foreach (var declarator in statement.Declaration.Variables)
        {
            if (Declared(declarator) is not { } variable)
                parts.Add($"{Render(statement.Declaration.Type)} {Render(declarator)};");
            else if (variable.Constant is null && declarator.Initializer is { } initializer)
                parts.Add($"{To(variable, Access.Write)} = {(initializer.Value is InitializerExpressionSyntax ? $"new {variable.TypeText.TrimEnd('?')} " : "")}{Render(initializer.Value)};");
        }
        return CodeText.Join(" ", parts);
    }

    /// <summary><c>out var x   ->   out x</c>, <c>var (a, b) = p   ->   (a, b) = p</c></summary>
    private CodeText? Declaration(DeclarationExpressionSyntax declaration) =>
        Singles(declaration.Designation).Any(d => Declared(d) is not null) ? Assigned(declaration.Designation, Render(declaration.Type)) : null;

    private CodeText Assigned(VariableDesignationSyntax designation, CodeText type)
    {
        switch (designation)
        {
            case SingleVariableDesignationSyntax single when Declared(single) is { } variable:
                return To(variable, Access.Write);
            case SingleVariableDesignationSyntax single:
                _needsBlock = true;
                return $"{type} {single.Identifier.Text}";
            case ParenthesizedVariableDesignationSyntax several:
                return $"({CodeText.Join(", ", several.Variables.Select(v => Assigned(v, type)))})";
            default:
                return "_";
        }
    }

    private static IEnumerable<SingleVariableDesignationSyntax> Singles(SyntaxNode designation) => designation.DescendantNodesAndSelf().OfType<SingleVariableDesignationSyntax>();

    private readonly Stack<List<(Variable Variable, string Name)>> _matched = new();

    /// <summary>A pattern binds a name of its own, and stores it from there.</summary>
    private CodeText? Designation(SingleVariableDesignationSyntax designation)
    {
        if (_nesting > 0)
            return null;
        if (Declared(designation) is not { } variable)
        {
            _needsBlock = true;
            return null;
        }
        var name = context.Identifiers.Numbered(variable.UserName + "_");
        _matched.Peek().Add((variable, name));
        return name;
    }

    /// <summary><c>o is int i   ->   (o is int i_1 &amp;&amp; Set(out i, i_1))</c></summary>
    private CodeText? IsPattern(IsPatternExpressionSyntax match)
    {
        if (!IsStored(match.Pattern))
            return null;
        var isNegated = false;
        var pattern = match.Pattern;
        while (true)
            if (pattern is ParenthesizedPatternSyntax parenthesized)
                pattern = parenthesized.Pattern;
            else if (pattern is UnaryPatternSyntax negation)
                (pattern, isNegated) = (negation.Pattern, !isNegated);
            else
                break;
        var value = Render(match.Expression);
        var (text, stores) = Pattern(pattern);
        _needsBlock = true;
        return $"{(isNegated ? "!" : "")}({value} is {text}{And(stores)})";
    }

    /// <summary>Whether a pattern binds a variable that lives in the machine.</summary>
    private bool IsStored(PatternSyntax pattern) => Singles(pattern).Any(d => Declared(d) is not null);

    /// <summary>A pattern, and the condition that stores what it has bound.</summary>
    private (CodeText Text, List<CodeText> Stores) Pattern(PatternSyntax pattern)
    {
        _matched.Push([]);
        var text = Render(pattern);
        return (text, [.. _matched.Pop().Select(Stored)]);
    }

    private CodeText Stored((Variable Variable, string Name) match) => $"global::CoroutineDsl.Runtime.Patterns.Set(out {To(match.Variable, Access.Write)}, {match.Name})";

    private static CodeText And(List<CodeText> conditions) => CodeText.Concat(conditions.Select(And));

    private static CodeText And(CodeText condition) => $" && {condition}";

    /// <summary>A label of a switch statement whose sections stand elsewhere.</summary>
    public CodeText RenderCaseLabel(SwitchLabelSyntax label) => label switch
    {
        CasePatternSwitchLabelSyntax pattern => Labeled(Case(pattern.Pattern, pattern.WhenClause)),
        CaseSwitchLabelSyntax constant => Labeled(Render(constant.Value)),
        _ => "default:",
    };

    private static CodeText Labeled(CodeText value) => $"case {value}:";

    /// <summary>The pattern and condition of an arm of a switch expression.</summary>
    public CodeText RenderArm(SwitchExpressionArmSyntax arm) => Case(arm.Pattern, arm.WhenClause);

    /// <summary>A pattern with the condition that stores what it binds.</summary>
    public CodeText RenderTest(PatternSyntax pattern)
    {
        var (text, stores) = Pattern(pattern);
        return $"{text}{And(stores)}";
    }

    private CodeText Case(PatternSyntax pattern, WhenClauseSyntax? when)
    {
        (CodeText text, List<CodeText> conditions) = pattern is DiscardPatternSyntax ? ("var _", []) : Pattern(pattern);
        if (when is not null)
        {
            var condition = Render(when.Condition);
            CodeText grouped = $"({condition})";
            conditions.Add(conditions.Count == 0 ? condition : grouped);
        }
        return conditions.Count == 0 ? text : $"{text} when {CodeText.Join(" && ", conditions)}";
    }

    private CodeText? LocalFunction(LocalFunctionStatementSyntax function) =>
        _nesting == 0 && Model.GetDeclaredSymbol(function, context.Cancel) is { } symbol && context.Variables.HoistedFunctions.ContainsKey(symbol)
            ? (CodeText)new string('\n', function.ToString().Count(c => c == '\n')) : null;

    /// <summary>The declarations of all local functions that the text since the last instruction uses.</summary>
    private List<CodeText> RenderFunctions()
    {
        var texts = new List<CodeText>();
        for (var i = 0; i < _functions.Count; i++)
        {
            _nesting++;
            texts.Add(Copy(context.Variables.HoistedFunctions[_functions[i]]));
            _nesting--;
        }
        _functions.Clear();
        return texts;
    }
}

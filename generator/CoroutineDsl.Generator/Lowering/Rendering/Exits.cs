using System.Globalization;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>Statements that leave the code they stand in, and clauses that catch.</summary>
internal sealed partial class Renderer
{
    private readonly Dictionary<CatchClauseSyntax, Variable> _caught = [];

    /// <summary>The exception of a handler that runs outside its clause.</summary>
    public void AddCaught(CatchClauseSyntax clause, Variable exception) => _caught[clause] = exception;

    private CodeText? Statement(StatementSyntax statement)
    {
        switch (statement)
        {
            case YieldStatementSyntax { Expression: null }:
                return Leave(null, 0);
            case YieldStatementSyntax { Expression: { } value }:
                return $"{{ {Result(Render(value))} {Leave(null, 0)} }}";
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } when context.IsSetResult(call):
                return Result(ResultValue(call));
            case ThrowStatementSyntax { Expression: null } rethrow when rethrow.FirstAncestorOrSelf<CatchClauseSyntax>() is { } clause && _caught.TryGetValue(clause, out var exception):
                return $"global::System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw({To(exception, Access.Read)});";
            default:
                return jumps.Of(statement) is { } jump ? Leave(jump.Label, jump.Depth) : null;
        }
    }

    private CodeText Result(CodeText value) => $"{context.ResultText} = {value};";

    private CodeText Leave(string? label, int depth)
    {
        var exit = jumps.To(label, depth);
        if (exit.Label is null)
            return "return true;";
        _targets.Add(exit.Label);
        CodeText jump = $"goto {exit.Label};";
        return exit.Branch is { } branch ? $"{{ {To(branch, Access.Write)} = {exit.Number.ToString(CultureInfo.InvariantCulture)}; {jump} }}" : jump;
    }

    /// <summary>
    /// <c>catch (Exception e) when (F(e))   ->   catch (Exception e) when (!greenlet.IsExit(e) &amp;&amp; (F(e)) &amp;&amp; greenlet.Passes(e))</c>
    /// The last condition tells the runtime what is on its way here, before a <c>finally</c> of plain code runs for it. Without a filter of the user's the clause takes the exit of a scope, which may be left on
    /// that way, and throws it on where it was not.
    /// </summary>
    /// <param name="name">The name of the exception where the handler runs elsewhere.</param>
    public (CodeText Header, CodeText Arrival) RenderCatch(CatchClauseSyntax clause, string? name)
    {
        var declaration = clause.Declaration;
        var type = declaration is null ? null : Model.GetTypeInfo(declaration.Type, context.Cancel).Type;
        var variable = declaration is { Identifier.RawKind: not 0 } ? Declared(declaration) : null;
        var conditions = new List<CodeText>();
        var passesExits = context.Known.CatchesExitsByAccident(type);
        if (name is null && declaration is { Identifier.RawKind: not 0 } && variable is null)
            name = declaration.Identifier.Text;
        name ??= context.Identifiers.Numbered("exception");
        if (passesExits)
            conditions.Add($"!{context.Identifiers.Greenlet}.{(clause.Filter is null ? "IsKill" : "IsExit")}({name})");
        if (variable is not null)
            conditions.Add(Stored((variable, name!)));
        if (clause.Filter is { } filter)
        {
            CodeText grouped = $"({Filter(filter)})";
            conditions.Add(grouped);
        }
        conditions.Add(PassesText(name));
        var caught = type is null ? "global::System.Exception" : Render(declaration!.Type);
        CodeText header = $"catch ({caught} {name}) when ({CodeText.Join(" && ", conditions)})";
        CodeText throwOn = $"if ({context.Identifiers.Greenlet}.ArrivedAsExit({name})) throw;";
        return (header, passesExits && clause.Filter is null ? throwOn : ArrivedText);
    }

    /// <summary>The last condition of a filter.</summary>
    public CodeText PassesText(string exception) => $"{context.Identifiers.Greenlet}.Passes({exception})";

    /// <summary>The first statement of a handler.</summary>
    public CodeText ArrivedText => $"{context.Identifiers.Greenlet}.Arrived();";

    private CodeText CatchClause(CatchClauseSyntax clause)
    {
        var (header, arrival) = RenderCatch(clause, null);
        var block = Render(clause.Block);
        return $"{header} {Missing(clause.SyntaxTree, TextSpan.FromBounds(clause.SpanStart, clause.Block.SpanStart), header)}{{ {arrival} {block} }}";
    }

    /// <summary>A filter with lambdas over captured variables has no statement to declare their scopes in: it is a lambda itself.</summary>
    private CodeText Filter(CatchFilterClauseSyntax filter)
    {
        var text = Render(filter.FilterExpression);
        var functions = RenderFunctions();
        var aliases = Aliases([text, .. functions]);
        if (aliases.Count == 0 && functions.Count == 0)
            return text;
        if (Singles(filter).Any())
            context.Refuse(filter, "a pattern variable in an exception filter that captures variables", "test in the handler, and rethrow");
        return $"((global::System.Func<bool>)(() => {{ {CodeText.Concat(aliases.Select(Local))}{Named(Returned(text))} {CodeText.Join(" ", functions.Select(Named))} }}))()";
    }

    private static CodeText Returned(CodeText text) => $"return {text};";

    private static CodeText Local(CaptureScope scope) => $"var {scope.Alias} = {CodeText.Of(scope.Holder, Access.Read)}; ";

    private List<CaptureScope> Aliases(IEnumerable<CodeText> texts)
    {
        var holders = new HashSet<Variable>(texts.SelectMany(text => text.Uses).Where(use => use.Access == Access.Captured).Select(use => use.Variable));
        return [.. context.Variables.Scopes.Values.Where(s => holders.Contains(s.Holder)).OrderBy(s => s.Holder.Id)];
    }

    private CodeText Named(CodeText text) => text.Replace(use =>
        use.Access == Access.Captured ? (CodeText)context.Variables.Scopes.Values.First(s => s.Holder == use.Variable).Alias : null);
}

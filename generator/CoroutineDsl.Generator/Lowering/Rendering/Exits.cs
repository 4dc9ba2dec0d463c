using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>Statements that leave the code they stand in, and clauses that catch.</summary>
internal sealed partial class Renderer
{
    private readonly Dictionary<CatchClauseSyntax, Variable> _caught = [];

    /// <summary>The exception of a handler that runs outside its clause.</summary>
    public void AddCaught(CatchClauseSyntax clause, Variable exception) => _caught[clause] = exception;

    private string? Statement(StatementSyntax statement)
    {
        switch (statement)
        {
            case YieldStatementSyntax { Expression: null }:
                return Leave(null, 0);
            case YieldStatementSyntax { Expression: { } value }:
                return $"{{ {context.ResultText} = {Render(value)}; {Leave(null, 0)} }}";
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } when context.IsSetResult(call):
                return ResultAssignment(call);
            case ThrowStatementSyntax { Expression: null } rethrow when rethrow.FirstAncestorOrSelf<CatchClauseSyntax>() is { } clause && _caught.TryGetValue(clause, out var exception):
                return $"global::System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw({To(exception, Reference.Read)});";
            default:
                return jumps.Of(statement) is { } jump ? Leave(jump.Label, jump.Depth) : null;
        }
    }

    private string Leave(string? label, int depth)
    {
        var (text, target) = jumps.To(label, depth, v => To(v, Reference.Write));
        if (target is not null)
            _targets.Add(target);
        return text.IndexOf(';') < text.Length - 1 ? $"{{ {text} }}" : text;
    }

    /// <summary>
    /// <c>catch (Exception e) when (F(e))   ->   catch (Exception e) when (!greenlet.IsExit(e) &amp;&amp; (F(e)))</c>
    /// </summary>
    /// <param name="name">The name of the exception where the handler runs elsewhere.</param>
    public string RenderCatchHeader(CatchClauseSyntax clause, string? name)
    {
        var declaration = clause.Declaration;
        var type = declaration is null ? null : Model.GetTypeInfo(declaration.Type, context.Cancel).Type;
        var variable = declaration is { Identifier.RawKind: not 0 } ? Declared(declaration) : null;
        var conditions = new List<string>();
        var passesExits = context.Known.CatchesExitsByAccident(type);
        if (name is null && declaration is { Identifier.RawKind: not 0 } && variable is null)
            name = declaration.Identifier.Text;
        if (name is null && (passesExits || variable is not null))
            name = context.Identifiers.Numbered("exception");
        if (passesExits)
            conditions.Add($"!{context.Identifiers.Greenlet}.IsExit({name})");
        if (variable is not null)
            conditions.Add($"global::CoroutineDsl.Runtime.Patterns.Set(out {To(variable, Reference.Write)}, {name})");
        if (clause.Filter is { } filter)
        {
            var text = Filter(filter);
            conditions.Add(conditions.Count == 0 ? text : $"({text})");
        }
        var caught = type is null ? "global::System.Exception" : Render(declaration!.Type);
        var header = name is null ? $"catch ({caught})" : $"catch ({caught} {name})";
        return conditions.Count == 0 ? header : $"{header} when ({string.Join(" && ", conditions)})";
    }

    /// <summary>A filter with lambdas over captured variables has no statement to declare their scopes in: it is a lambda itself.</summary>
    private string Filter(CatchFilterClauseSyntax filter)
    {
        var text = Render(filter.FilterExpression);
        var functions = RenderFunctions();
        var aliases = Aliases([text, .. functions]);
        if (aliases.Count == 0 && functions.Count == 0)
            return text;
        if (Singles(filter).Any())
            context.Refuse(filter, "a pattern variable in an exception filter that captures variables", "test in the handler, and rethrow");
        var locals = string.Concat(aliases.Select(s => $"var {s.Alias} = {Reference.To(s.Holder, Reference.Read)}; "));
        var body = Named($"return {text};", aliases);
        return $"((global::System.Func<bool>)(() => {{ {locals}{body} {string.Join(" ", functions.Select(f => Named(f, aliases)))} }}))()";
    }

    private List<CaptureScope> Aliases(IEnumerable<string> texts)
    {
        var ids = new HashSet<int>(texts.SelectMany(Reference.All).Where(r => r.Kind == Reference.Alias).Select(r => r.Id));
        return [.. context.Variables.Scopes.Values.Where(s => ids.Contains(s.Holder.Id)).OrderBy(s => s.Holder.Id)];
    }

    private string Named(string text, List<CaptureScope> aliases) => Reference.Resolve(text, (kind, id) => kind == Reference.Alias
        ? aliases.First(s => s.Holder.Id == id).Alias
        : Reference.To(context.Variables.All[id], kind));
}

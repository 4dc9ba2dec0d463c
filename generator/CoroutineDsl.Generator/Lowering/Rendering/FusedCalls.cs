using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Rendering;

internal sealed partial class Renderer
{
    /// <summary><c>q.Put(item)   ->   q.BeginPut([greenlet, this], item)</c>; null where the call has no begin of its own.</summary>
    public CodeText? FusedCall(ExpressionSyntax operand)
    {
        if (FactoryCalls.Unparenthesized(operand) is not InvocationExpressionSyntax call || IsReplaced(call) || FusedBegins.NameFor(call, context) is not { } begin)
            return null;
        var method = (IMethodSymbol)Model.GetSymbolInfo(call, context.Cancel).Symbol!;
        if (method.Parameters.Any(p => CallerAttribute(p) is not null))
            return null;
        var arguments = call.ArgumentList;
        if (method is { IsExtensionMethod: true, ReducedFrom: null })
        {
            // called as the static method that it is: the receiver stays the first argument
            if (arguments.Arguments[0].NameColon is not null)
                return null;
            var last = arguments.Arguments.SeparatorCount == 0;
            return With(call, begin, last ? arguments.CloseParenToken : arguments.Arguments.GetSeparator(0), $", {CodeText.Hole}{(last ? ")" : ",")}");
        }
        if (method.ReducedFrom is { } extension && call.HasAnnotations(CooperativeCall.Conditional) && _receivers.TryGetValue(call.Expression, out var receiver))
            return $"{TypeText.Of(extension.ContainingType)}.{begin}({CodeText.Join(", ", arguments.Arguments.Select(Render).Prepend(CodeText.Hole).Prepend(receiver))})";
        return With(call, begin, arguments.OpenParenToken, $"({CodeText.Hole}{(arguments.Arguments.Count == 0 ? "" : ", ")}");
    }

    private CodeText With(InvocationExpressionSyntax call, string begin, SyntaxToken token, CodeText text)
    {
        var name = SuspensionFinder.CalledName(call)!.Identifier;
        (_tokens[name], _tokens[token]) = (TypeText.Identifier(begin), text);
        var result = Copy(call);
        _tokens.Remove(name);
        _tokens.Remove(token);
        return result;
    }
}

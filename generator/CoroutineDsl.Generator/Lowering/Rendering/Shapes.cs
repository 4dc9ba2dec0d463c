using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>Constructs whose meaning hangs on the spelling of an expression inside them.</summary>
internal sealed partial class Renderer
{
    /// <summary><c>new { x }   ->   new { x = temp1 }</c></summary>
    private CodeText? AnonymousMember(AnonymousObjectMemberDeclaratorSyntax member)
    {
        if (member.NameEquals is not null)
            return null;
        var text = Render(member.Expression);
        if (text.IsText(member.Expression.ToString()) || Model.GetDeclaredSymbol(member, context.Cancel) is not { } property)
            return text;
        return $"{TypeText.Identifier(property.Name)} = {text}";
    }

    /// <summary><c>(x, y)   ->   (x: temp1, y)</c></summary>
    private CodeText? TupleElement(ArgumentSyntax argument, TupleExpressionSyntax tuple)
    {
        if (argument.NameColon is not null || IsDeconstructed(tuple))
            return null;
        var text = Render(argument.Expression);
        if (text.IsText(argument.Expression.ToString()) || Model.GetTypeInfo(tuple, context.Cancel).Type is not INamedTypeSymbol { IsTupleType: true } type)
            return null;
        var name = argument.Expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } => binding.Name.Identifier.ValueText,
            _ => null,
        };
        var index = tuple.Arguments.IndexOf(argument);
        if (name is null || index >= type.TupleElements.Length || type.TupleElements[index].Name != name)
            return text;
        return $"{TypeText.Identifier(name)}: {text}";
    }

    private static bool IsDeconstructed(TupleExpressionSyntax tuple) => tuple.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == tuple,
        ForEachVariableStatementSyntax loop => loop.Variable == tuple,
        ArgumentSyntax { Parent: TupleExpressionSyntax outer } => IsDeconstructed(outer),
        _ => false,
    };

    /// <summary>A colon inside a hole would begin a format.</summary>
    private CodeText? Interpolation(InterpolationSyntax hole)
    {
        var text = Render(hole.Expression);
        if (!text.ContainsText("::"))
            return null;
        var alignment = hole.AlignmentClause is { } width ? Render(width) : CodeText.Empty;
        var format = hole.FormatClause is { } clause ? Render(clause) : CodeText.Empty;
        return $"{hole.OpenBraceToken.Text}({text}){alignment}{format}{hole.CloseBraceToken.Text}";
    }
}

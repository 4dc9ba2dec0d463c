using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>Constructs whose meaning hangs on the spelling of an expression inside them.</summary>
internal sealed partial class Renderer
{
    /// <summary><c>new { x }   ->   new { x = temp1 }</c></summary>
    private string? AnonymousMember(AnonymousObjectMemberDeclaratorSyntax member)
    {
        if (member.NameEquals is not null)
            return null;
        var text = Render(member.Expression);
        return text != member.Expression.ToString() && Model.GetDeclaredSymbol(member, context.Cancel) is { } property ? $"{TypeText.Identifier(property.Name)} = {text}" : null;
    }

    /// <summary><c>(x, y)   ->   (x: temp1, y)</c></summary>
    private string? TupleElement(ArgumentSyntax argument, TupleExpressionSyntax tuple)
    {
        if (argument.NameColon is not null || IsDeconstructed(tuple))
            return null;
        var text = Render(argument.Expression);
        if (text == argument.Expression.ToString() || Model.GetTypeInfo(tuple, context.Cancel).Type is not INamedTypeSymbol { IsTupleType: true } type)
            return null;
        var name = argument.Expression switch
        {
            IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
            MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
            ConditionalAccessExpressionSyntax { WhenNotNull: MemberBindingExpressionSyntax binding } => binding.Name.Identifier.ValueText,
            _ => null,
        };
        var index = tuple.Arguments.IndexOf(argument);
        return name is not null && index < type.TupleElements.Length && type.TupleElements[index].Name == name ? $"{TypeText.Identifier(name)}: {text}" : null;
    }

    private static bool IsDeconstructed(TupleExpressionSyntax tuple) => tuple.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == tuple,
        ForEachVariableStatementSyntax loop => loop.Variable == tuple,
        ArgumentSyntax { Parent: TupleExpressionSyntax outer } => IsDeconstructed(outer),
        _ => false,
    };

    /// <summary>A colon inside a hole would begin a format.</summary>
    private string? Interpolation(InterpolationSyntax hole)
    {
        var text = Render(hole.Expression);
        if (!text.Contains("::"))
            return null;
        return hole.OpenBraceToken.Text + "(" + text + ")" + (hole.AlignmentClause is { } alignment ? Render(alignment) : "") + (hole.FormatClause is { } format ? Render(format) : "") + hole.CloseBraceToken.Text;
    }
}

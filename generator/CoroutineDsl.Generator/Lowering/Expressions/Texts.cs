using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    /// <summary><c>o + x.Await()   ->   temp1 = string.Concat((object)o); [wait] temp1 + value1</c></summary>
    private void PrepareConcatenation(BinaryExpressionSyntax sum)
    {
        if (!IsMarked(sum.Right))
        {
            Prepare(sum.Left);
            return;
        }
        var type = Model.GetTypeInfo(sum.Left, Context.Cancel).Type;
        if (type?.SpecialType == SpecialType.System_String || Model.GetConstantValue(sum.Left, Context.Cancel).HasValue || Conversions.Target(sum.Left, Context) is not null)
            FreezeValue(sum.Left, () => [sum.Right]);
        else
            FreezeText(sum.Left, type);
        Prepare(sum.Right);
    }

    private void FreezeText(ExpressionSyntax expression, ITypeSymbol? type)
    {
        Prepare(expression);
        var temp = Temporary("temp", Model.Compilation.GetSpecialType(SpecialType.System_String), expression);
        EmitStore(temp, Concatenation.TextOf(Render(expression), type), expression);
        Renderer.Replace(expression, Read(temp));
    }

    /// <summary>
    /// <c>$"{a:x}{y.Await()}"   ->   temp1 = $"{a:x}"; [wait] $"{temp1}{value1}"</c>: each hole is formatted before the next is evaluated, as C# has it where it may call a method in the hole.
    /// (Where it may <c>await</c> there, it formats all of them in the end.)
    /// </summary>
    private void PrepareInterpolation(InterpolatedStringExpressionSyntax text)
    {
        var holes = text.Contents.OfType<InterpolationSyntax>().ToList();
        var last = holes.FindLastIndex(IsMarked);
        for (var i = 0; i < last; i++)
            FreezeHole(holes[i], text, () => holes.Skip(i + 1).Select(hole => hole.Expression));
        Prepare(holes[last].Expression);
    }

    private void FreezeHole(InterpolationSyntax hole, InterpolatedStringExpressionSyntax text, Func<IEnumerable<ExpressionSyntax>> later)
    {
        if (hole is { AlignmentClause: null, FormatClause: null }
            && (Model.GetTypeInfo(hole.Expression, Context.Cancel).Type?.SpecialType == SpecialType.System_String || Model.GetConstantValue(hole.Expression, Context.Cancel).HasValue))
        {
            FreezeValue(hole.Expression, later);
            return;
        }
        Prepare(hole.Expression);
        var temp = Temporary("temp", Model.Compilation.GetSpecialType(SpecialType.System_String), hole.Expression);
        EmitStore(temp, $"{text.StringStartToken.Text.Trim()}{Render(hole)}{text.StringEndToken.Text.Trim()}", hole.Expression);
        Renderer.Replace(hole, $"{hole.OpenBraceToken.Text}{Read(temp)}{hole.CloseBraceToken.Text}");
    }
}

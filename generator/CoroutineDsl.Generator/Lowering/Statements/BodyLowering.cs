using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Expressions;
using CoroutineDsl.Generator.Lowering.Ir;

namespace CoroutineDsl.Generator.Lowering.Statements;

/// <summary>Takes a body apart into instructions. One file a construct: statements here, expressions next door.</summary>
internal sealed partial class BodyLowering(LoweringContext context) : ExpressionLowering(context)
{
    public List<Instruction> LowerBody() => Collect(() =>
    {
        EmitStop(Context.Body.OpenBraceToken);
        EnterScope(Context.Body);
        foreach (var (symbol, field) in Context.Variables.Parameters)
            if (Context.Variables.Of(symbol) is { } variable && variable != field)
                EmitStore(variable, Read(field));
        LowerList(Context.Body.Statements);
        EmitReturn();
    });
}

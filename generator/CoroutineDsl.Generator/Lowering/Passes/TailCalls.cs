using CoroutineDsl.Generator.Lowering.Ir;

namespace CoroutineDsl.Generator.Lowering.Passes;

/// <summary>
/// A coroutine whose last act is to run another of the same type hands its place to it: its own frame is gone.
/// <code>
/// yield return Loop(n - 1).Await();   ->   if (!greenlet.Forward(this, LoopCoroutine(n - 1))) return false; return true;
/// </code>
/// Inside a try something is left to do, so only the instructions outside count.
/// </summary>
internal static class TailCalls
{
    public static void Apply(LoweringContext context, List<Instruction> instructions)
    {
        for (var i = 0; i < instructions.Count; i++)
        {
            if (instructions[i] is not Suspend { IsLastCall: true } suspend)
                continue;
            // its value goes nowhere but into the result
            var storing = suspend.Result is { } result ? $"{context.ResultText} = {Reference.To(result, Reference.Read)};" : null;
            if (storing is not null && !(i + 1 < instructions.Count && instructions[i + 1] is Code code && code.Text == storing) || !Ends(instructions, storing is null ? i + 1 : i + 2))
                continue;
            instructions[i] = new Forward(suspend.State, suspend.Wait, suspend.Place);
            if (storing is not null)
                instructions.RemoveAt(i + 1);
        }
    }

    /// <summary>Whether nothing is done any more from here on.</summary>
    private static bool Ends(List<Instruction> instructions, int at)
    {
        for (var jumps = 0; at < instructions.Count && jumps <= instructions.Count; at++)
            switch (instructions[at])
            {
                case Label:
                    break;
                case Code { Text: "return true;" }:
                    return true;
                case Code { FallsThrough: false, Targets: { Count: 1 } targets } code when code.Text == $"goto {targets.First()};":
                    var target = instructions.FindIndex(i => i is Label label && label.Name == targets.First());
                    if (target < 0)
                        return false;
                    (at, jumps) = (target, jumps + 1);
                    break;
                default:
                    return false;
            }
        return false;
    }
}

using CoroutineDsl.Generator.Lowering.Ir;

namespace CoroutineDsl.Generator.Lowering.Optimization;

/// <summary>
/// A coroutine whose last act is to run another of the same type hands its place to it: its own frame is gone.
/// <code>
/// yield return Loop(n - 1).Await();   ->   if (!greenlet.Forward(this, LoopCoroutine(n - 1))) return false; return true;
/// </code>
/// Inside a try something is left to do, so only the instructions outside count.
/// </summary>
internal static class TailCalls
{
    public static void Apply(List<Instruction> instructions)
    {
        for (var i = 0; i < instructions.Count; i++)
        {
            if (instructions[i] is not Await { IsLastCall: true } wait)
                continue;
            // its value goes nowhere but into the result
            var isStored = wait.Result is not null;
            if (isStored && !(i + 1 < instructions.Count && instructions[i + 1] is SetResult storing && storing.Value.Text.IsReadOf(wait.Result!)))
                continue;
            if (!Ends(instructions, isStored ? i + 2 : i + 1))
                continue;
            instructions[i] = new TailCall(wait.State, wait.Wait, wait.Place);
            if (isStored)
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
                case Return:
                    return true;
                case Goto jump:
                    var target = instructions.FindIndex(i => i is Label label && label.Name == jump.Target);
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

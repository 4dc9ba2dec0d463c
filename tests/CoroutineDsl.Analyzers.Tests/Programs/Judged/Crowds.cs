// says: 4950 6 True 3
namespace Crowds;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var sum = 0;
        using var gate = new ManualResetEventSlim();
        Later(gate.Set);
        [|Parallel.For(0, 100, i => { gate.Wait(); Interlocked.Add(ref sum, i); })|];
        Say(sum);
        var counted = 0;
        [|Parallel.ForEach(new[] { 1, 2, 3 }, item => Interlocked.Add(ref counted, item))|];
        Say(counted);
        var result = [|Parallel.For(0L, 3L, (i, state) => { if (i == 1) state.Stop(); })|];
        Say(!result.IsCompleted || result.LowestBreakIteration is null);
        counted = 0;
        [|Parallel.Invoke(() => Interlocked.Increment(ref counted), () => Interlocked.Add(ref counted, 2))|];
        Say(counted);
        yield break;
    }
}

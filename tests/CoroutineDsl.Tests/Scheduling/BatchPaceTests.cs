using System.Diagnostics;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>How many steps a batch has follows what its steps take.</summary>
public sealed partial class BatchPaceTests
{
    private const int Posts = 20;

    [Fact]
    public void Posts_that_take_long_make_no_batch_smaller()
    {
        using var hub = new Hub(new HubOptions());
        var steps = new int[3];
        var seen = new List<int[]>();
        var isOver = false;
        var runners = Enumerable.Range(0, steps.Length).Select(i => Spawn(Runs(steps, i, () => isOver))).ToArray();
        hub.Post(Look);
        JoinAll(runners).Await();
        for (var i = 1; i < seen.Count; i++) Assert.True(seen[i].Zip(seen[i - 1]).All(pair => pair.First > pair.Second), $"post {i}: {string.Join(' ', seen[i - 1])}, then {string.Join(' ', seen[i])}");

        void Look()
        {
            seen.Add([.. steps]);
            for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(3);)
            {
                // it computes
            }

            if (seen.Count < Posts) hub.Post(Look);
            else isOver = true;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Runs(int[] steps, int index, Func<bool> isOver)
    {
        while (!isOver())
        {
            steps[index]++;
            yield return Sleep();
        }
    }
}

using System.Diagnostics;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>How many steps a batch has follows what its steps take.</summary>
public sealed partial class BatchPaceTests
{
    private const int Posts = 20;
    private const int Attempts = 10;

    [Fact]
    public void Posts_that_take_long_make_no_batch_smaller()
    {
        // a busy machine takes the thread away in the midst of a batch too, which then takes long: that is seldom, and a hub that counts the posts does it each time
        var wrong = Enumerable.Range(0, Attempts).Select(_ => RoundThatWasTooShort()).TakeWhile(round => round is not null).ToList();
        Assert.True(wrong.Count < Attempts, string.Join('\n', wrong));
    }

    /// <summary>Between two posts every runner makes a step. Else: where one made none.</summary>
    private static string? RoundThatWasTooShort()
    {
        using var hub = new Hub(new HubOptions());
        var steps = new int[3];
        var seen = new List<int[]>();
        var isOver = false;
        var runners = Enumerable.Range(0, steps.Length).Select(i => Spawn(Runs(steps, i, () => isOver))).ToArray();
        hub.Post(Look);
        JoinAll(runners).Await();
        return Enumerable.Range(1, seen.Count - 1).Where(i => seen[i].Zip(seen[i - 1]).Any(pair => pair.First <= pair.Second))
            .Select(i => $"post {i}: {string.Join(' ', seen[i - 1])}, then {string.Join(' ', seen[i])}").FirstOrDefault();

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

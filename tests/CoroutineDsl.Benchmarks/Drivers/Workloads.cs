using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>What is measured: ordinary coroutines, lowered by the generator.</summary>
internal static partial class Workloads
{
    public static void TwoYield(int times) => ManyYield(2, times);

    public static void ManyYield(int greenlets, int times)
    {
        var all = new Greenlet[greenlets];
        for (var i = 0; i < greenlets; i++) all[i] = Spawn(Yielding(times));
        JoinAll(all).Await();
    }

    public static void SpawnAndJoin(int count) => Spawn(SpawnAll(count)).Join().Await();

    public static void BoundedQueue(int items)
    {
        var queue = new CoQueue<int>(100);
        JoinAll(Spawn(Produce(queue, items)), Spawn(Consume(queue, items))).Await();
    }

    public static void WaitAtDepth(int depth, int times) => Spawn(Descend(depth, times)).Join().Await();

    public static void CompletedCalls(int times) => Spawn(CallNothing(times)).Join().Await();

    /// <summary>Sleeps spread evenly.</summary>
    public static void ManySleeps(int count, TimeSpan longest) => Spawn(SleepAll(count, longest)).Join().Await();

    [Coroutine]
    public static IEnumerator<Yield> ParkOn(CoEvent never)
    {
        yield return never.Wait();
    }

    [Coroutine]
    public static IEnumerator<Yield> ParkAsleep()
    {
        yield return Sleep(TimeSpan.FromHours(1));
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnAll(int count)
    {
        var all = new Greenlet[count];
        for (var i = 0; i < count; i++) all[i] = Spawn(Nothing());
        yield return JoinAll(all);
    }

    [Coroutine]
    private static IEnumerator<Yield> SleepAll(int count, TimeSpan longest)
    {
        var all = new Greenlet[count];
        for (var i = 0; i < count; i++) all[i] = Spawn(SleepFor(new TimeSpan(longest.Ticks * i / count)));
        yield return JoinAll(all);
    }

    [Coroutine]
    private static IEnumerator<Yield> Yielding(int times)
    {
        for (var i = 0; i < times; i++) yield return Sleep(0);
    }

    [Coroutine]
    private static IEnumerator<Yield> Nothing()
    {
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> SleepFor(TimeSpan time)
    {
        yield return Sleep(time);
    }

    [Coroutine]
    private static IEnumerator<Yield> Produce(CoQueue<int> queue, int items)
    {
        for (var i = 0; i < items; i++) yield return queue.Put(i);
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Consume(CoQueue<int> queue, int items)
    {
        var sum = 0L;
        for (var i = 0; i < items; i++) sum += queue.Get().Await();
        yield return sum;
    }

    [Coroutine]
    private static IEnumerator<Yield> Descend(int depth, int times)
    {
        if (depth > 0)
        {
            Descend(depth - 1, times).Await();
            yield break;
        }

        for (var i = 0; i < times; i++) yield return Sleep(0);
    }

    [Coroutine]
    private static IEnumerator<Yield> CallNothing(int times)
    {
        for (var i = 0; i < times; i++) Nothing().Await();
        yield break;
    }
}

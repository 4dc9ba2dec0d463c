using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>Choices and streams. The same choices in Go: go/select.go.</summary>
internal static partial class Workloads
{
    /// <summary>One of the queues has an item each time.</summary>
    public static void ReadyChoices(int branches, int times) => Spawn(branches == 2 ? ChooseReady2(times) : ChooseReady8(times)).Join().Await();

    /// <summary>The chooser is parked each time, and another greenlet puts an item.</summary>
    public static void BlockedChoices(int branches, int times)
    {
        var queues = Enumerable.Range(0, branches).Select(_ => new CoQueue<int>()).ToArray();
        JoinAll(Spawn(branches == 2 ? ChooseBlocked2(queues, times) : ChooseBlocked8(queues, times)), Spawn(Feed(queues, times))).Await();
    }

    public static void StreamSteps(int times) => Spawn(StepStream(times)).Join().Await();

    /// <summary>The same of C#'s iterators, through the interface: of three kinds by turns, so that the compiler cannot put one of them in its place.</summary>
    public static void IteratorSteps(int times) => Spawn(StepIterators(times)).Join().Await();

    [Coroutine]
    private static IEnumerator<Yield> ChooseReady2(int times)
    {
        var (a, b) = (new CoQueue<int>(), new CoQueue<int>());
        for (var i = 0; i < times; i++)
        {
            ((i & 1) == 0 ? a : b).TryPut(i);
            Choose(a.Get(), b.Get()).Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> ChooseReady8(int times)
    {
        var queues = Enumerable.Range(0, 8).Select(_ => new CoQueue<int>()).ToArray();
        var gets = Array.ConvertAll(queues, queue => queue.Get());
        for (var i = 0; i < times; i++)
        {
            queues[i & 7].TryPut(i);
            Choose(gets).Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> ChooseBlocked2(CoQueue<int>[] queues, int times)
    {
        for (var i = 0; i < times; i++) Choose(queues[0].Get(), queues[1].Get()).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> ChooseBlocked8(CoQueue<int>[] queues, int times)
    {
        var gets = Array.ConvertAll(queues, queue => queue.Get());
        for (var i = 0; i < times; i++) Choose(gets).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Feed(CoQueue<int>[] queues, int times)
    {
        for (var i = 0; i < times; i++)
        {
            queues[i % queues.Length].TryPut(i);
            yield return Sleep();
        }
    }

    [Coroutine]
    private static IEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++) yield return i;
    }

    private static IEnumerable<int> PlainNumbers(int count)
    {
        for (var i = 0; i < count; i++) yield return i;
    }

    private static IEnumerable<int> NumbersDown(int count)
    {
        for (var i = count - 1; i >= 0; i--) yield return i;
    }

    private static IEnumerable<int> EvenNumbers(int count)
    {
        for (var i = 0; i < count; i++) yield return 2 * i;
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> StepStream(int times)
    {
        var sum = 0L;
        foreach (var i in Numbers(times)) sum += i;
        yield return sum;
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> StepIterators(int times)
    {
        var sum = 0L;
        foreach (var numbers in (IEnumerable<int>[])[PlainNumbers(times / 3), NumbersDown(times / 3), EvenNumbers(times / 3)])
        {
            foreach (var i in numbers) sum += i;
        }

        yield return sum;
    }
}

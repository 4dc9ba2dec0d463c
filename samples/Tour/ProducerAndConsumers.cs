// A producer hands its values to consumers by hand: `Switch` gives control to a greenlet with a value, `Receive` gives it back and waits for the next.
// gevent: raw greenlets, g.switch(value) and greenlet.getcurrent().parent.switch().
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class ProducerAndConsumers
{
    [Coroutine]
    static IEnumerator<Yield> Consumer(string name)
    {
        while (Receive<string>().Await() is { } item)
            Console.WriteLine($"{name} takes {item}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Producer(params Greenlet[] consumers)
    {
        for (var n = 0; n < 4; n++)
        {
            Console.WriteLine($"the producer makes item {n}");
            yield return consumers[n % consumers.Length].Switch($"item {n}");
        }
    }

    public static void Main()
    {
        Greenlet anna = Create(Consumer("anna")), bert = Create(Consumer("bert"));
        Spawn(Producer(anna, bert)).Join().Await();
        KillAll(anna, bert).Await();
    }
}

// Output:
// the producer makes item 0
// anna takes item 0
// the producer makes item 1
// bert takes item 1
// the producer makes item 2
// anna takes item 2
// the producer makes item 3
// bert takes item 3

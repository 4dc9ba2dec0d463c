// A value, or a failure, that is set once and read by many.
// gevent: gevent.event.AsyncResult.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class AsyncResults
{
    [Coroutine]
    static IEnumerator<Yield> Setter(AsyncResult<string> greeting, AsyncResult<string> answer)
    {
        yield return Sleep(TimeSpan.FromSeconds(3));
        greeting.Set("Hello!");
        answer.SetException(new InvalidOperationException("there is no answer"));
    }

    [Coroutine]
    static IEnumerator<Yield> Reader(string name, AsyncResult<string> result)
    {
        try
        {
            Console.WriteLine($"{name}: {result.Get().Await()}");
        }
        catch (InvalidOperationException e)
        {
            Console.WriteLine($"{name}: {e.Message}");
        }

        yield break;
    }

    public static void Main()
    {
        AsyncResult<string> greeting = new(), answer = new();
        JoinAll(
            Spawn(Setter(greeting, answer)),
            Spawn(Reader("first", greeting)),
            Spawn(Reader("second", greeting)),
            Spawn(Reader("third", answer))).Await();
        Console.WriteLine($"later: {greeting.Value}");
    }
}

// Output:
// first: Hello!
// second: Hello!
// third: there is no answer
// later: Hello!

// The first of several waits: only that one takes effect.
// Go: select.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Choices
{
    [Coroutine]
    static IEnumerator<Yield> Work(CoQueue<int> urgent, CoQueue<int> usual, CoEvent quit)
    {
        while (true)
        {
            var choice = Choose(urgent.Get(), usual.Get(), quit.Wait()).Await();
            switch (choice.Index)
            {
                case 0: Console.WriteLine($"urgent {choice.Item1}"); break;
                case 1: Console.WriteLine($"usual {choice.Item2}"); break;
                default: yield break;
            }
        }
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Ask(string mirror, int milliseconds)
    {
        try
        {
            yield return Sleep(milliseconds);
        }
        finally
        {
            Console.WriteLine($"{mirror} has ended");
        }

        yield return $"the page of {mirror}";
    }

    public static void Main()
    {
        var (urgent, usual, quit) = (new CoQueue<int>(), new CoQueue<int>(items: [1, 2]), new CoEvent());
        urgent.PutNoWait(3);
        var worker = Spawn(Work(urgent, usual, quit));
        Sleep(10).Await();
        quit.Set();
        worker.Join().Await();

        if (!TryChoose(urgent.Get(), usual.Get(), out _)) Console.WriteLine("nothing is ready");

        var first = Race(Ask("a slow mirror", 300), Ask("a fast mirror", 20)).Await();
        Console.WriteLine(first.Value);
    }
}

// Output:
// urgent 3
// usual 1
// usual 2
// nothing is ready
// a fast mirror has ended
// a slow mirror has ended
// the page of a fast mirror

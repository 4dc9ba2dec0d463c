using CoroutineDsl;

static partial class Program
{
    static void Main()
    {
        var greenlets = new[] { Spawn(Eat("egon", 2)), Spawn(Eat("alex", 3)) };
        JoinAll(greenlets).Await(); // the main program runs all others until both are done
        Console.WriteLine($"{greenlets.Sum(greenlet => greenlet.Value)} bites");
    }

    // It runs until it waits; then the others do. Nothing else runs meanwhile, so nothing needs a lock.
    [Coroutine]
    static IEnumerator<Yield<int>> Eat(string name, int bites)
    {
        for (var bite = 1; bite <= bites; bite++)
        {
            Console.WriteLine($"{name} eats {bite}");
            yield return Sleep(TimeSpan.FromMilliseconds(200));
        }
        yield return bites; // the result; the coroutine ends here
    }
}

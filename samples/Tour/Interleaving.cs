// A greenlet that sleeps lets the others run: three dinners take as long as the longest.
// gevent: gevent.sleep in spawned functions.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Interleaving
{
    [Coroutine]
    static IEnumerator<Yield> Eat(string name, int seconds)
    {
        Console.WriteLine($"{name} eats");
        yield return Sleep(TimeSpan.FromSeconds(seconds));
        Console.WriteLine($"{name} is full after {seconds} s");
    }

    public static void Main()
    {
        Greenlet egon = Spawn(Eat("egon", 3)), alex = Spawn(Eat("alex", 1)), kim = SpawnLater(TimeSpan.FromSeconds(2), Eat("kim", 2));
        Console.WriteLine("nobody has begun: a spawned greenlet runs when its spawner waits");
        JoinAll(egon, alex, kim).Await();
        Console.WriteLine("all are full");
    }
}

// Output:
// nobody has begun: a spawned greenlet runs when its spawner waits
// egon eats
// alex eats
// alex is full after 1 s
// kim eats
// egon is full after 3 s
// kim is full after 2 s
// all are full

// A coroutine that yields values, and what can be made of it.
// Kotlin: flow { }; C#: async IAsyncEnumerable.
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class Streams
{
    [Coroutine]
    static IEnumerable<int> Temperatures()
    {
        try
        {
            foreach (var degrees in new[] { 18, 19, 23, 24, 21, 25 })
            {
                Sleep(100).Await();             // each wait is an Await()
                yield return degrees;           // and each yield return gives a value
            }
        }
        finally
        {
            Sleep(10).Await();
            Console.WriteLine("the sensor is off");
        }
    }

    [Coroutine]
    static IEnumerator<Yield> WatchUntilHot()
    {
        foreach (var degrees in Temperatures())  // each step may wait
        {
            Console.WriteLine(degrees);
            if (degrees > 20) break;            // runs the finally first
        }

        Console.WriteLine("hot");
        yield break;
    }

    public static void Main()
    {
        Spawn(WatchUntilHot()).Await();
        var warm = from degrees in Temperatures().AsStream() where degrees > 20 select $"{degrees} degrees";
        Console.WriteLine(string.Join(", ", warm.ToList().Await()));
    }
}

// Output:
// 18
// 19
// 23
// the sensor is off
// hot
// the sensor is off
// 23 degrees, 24 degrees, 21 degrees, 25 degrees

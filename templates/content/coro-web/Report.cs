using CoroutineDsl;

namespace CoroWeb;

internal static partial class Report
{
    /// <summary>Gathers all parts at once, and gives them in order.</summary>
    [Coroutine]
    public static IEnumerator<Yield<string[]>> Build(int count)
    {
        var parts = SpawnAll(Enumerable.Range(1, count), number => Part(number));
        JoinAll(parts).Await();
        yield return parts.Select(part => part.Value!).ToArray();
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Part(int number)
    {
        Sleep(100).Await(); // in place of a database
        yield return $"part {number}";
    }
}

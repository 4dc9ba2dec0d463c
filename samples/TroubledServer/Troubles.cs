using CoroutineDsl;
using static CoroutineDsl.Greenlet;

namespace TroubledServer;

/// <summary>
/// A server in trouble, to practise on: ten thousand conversations that are well; one greenlet that waits for a semaphore whose taker is dead; a cycle of three; one that computes for 200 ms at a time;
/// a leak of ten greenlets a second; a handler that was not lowered.
/// </summary>
public sealed partial class Troubles
{
    private readonly CoQueue<string> _news = new();
    private readonly BoundedSemaphore _forgotten = new(1); // nobody gives it on when its taker ends, as a CoLock is
    private readonly CoLock _ledger = new(), _stock = new(), _orders = new();
    private readonly CoEvent _never = new();

    /// <summary>How many conversations.</summary>
    public int Conversations { get; init; } = 10_000;

    /// <summary>Spawns all of it on the current hub.</summary>
    public void Start()
    {
        Hub.Current.Deadlocked = _ => { };
        for (var i = 0; i < Conversations; i++) Spawn(Talk(), $"talk-{i}");
        Spawn(Forgets(), "careless");
        Spawn(Locks(_ledger, _stock), "billing");
        Spawn(Locks(_stock, _orders), "warehouse");
        Spawn(Locks(_orders, _ledger), "dispatch");
        Spawn(Orphaned(), "auditor");
        Spawn(Computes(), "reporter");
        Spawn(Leaks(), "poller");
        Func<IEnumerator<Yield>> handler = Legacy; // a method group: what it gives is C#'s own iterator
        Spawn(handler(), "legacy");
    }

    [Coroutine]
    private IEnumerator<Yield> Talk()
    {
        while (true) yield return _news.Get();
    }

    [Coroutine]
    private IEnumerator<Yield> Forgets()
    {
        _forgotten.Acquire().Await();
        yield return Sleep(10); // and ends without giving it back
    }

    [Coroutine]
    private IEnumerator<Yield> Orphaned()
    {
        yield return Sleep(50);
        _forgotten.Acquire().Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> Locks(CoLock first, CoLock second)
    {
        first.Acquire().Await();
        yield return Sleep(50);
        second.Acquire().Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> Computes()
    {
        while (true)
        {
            Summarise(TimeSpan.FromMilliseconds(200));
            yield return Sleep(800);
        }
    }

    private static void Summarise(TimeSpan time)
    {
        for (var began = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(began) < time;)
        {
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Leaks()
    {
        while (true)
        {
            Spawn(WaitsForever());
            yield return Sleep(100);
        }
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsForever()
    {
        yield return _never.Wait();
    }

    // one of the troubles: it runs un-lowered
#pragma warning disable CORO013
    private IEnumerator<Yield> Legacy()
    {
        while (true) yield return Sleep(300);
    }
}

using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// Runs one coroutine a key at a time: who asks while it is under way waits for its result instead of running it again (Go's <c>singleflight</c>). When the last who waits is gone, it is killed.
/// </summary>
/// <typeparam name="TKey">What tells one from the other.</typeparam>
/// <typeparam name="T">The type of the results.</typeparam>
/// <remarks>For one hub. Nothing is kept once it has ended.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed partial class SingleFlight<TKey, T>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Flight> _flights;
    private HubBinding _home;

    /// <summary>Makes one with nothing under way.</summary>
    /// <param name="comparer">When two keys are one.</param>
    public SingleFlight(IEqualityComparer<TKey>? comparer = null) => _flights = new(comparer);

    /// <summary>How many are under way.</summary>
    public int Count => _flights.Count;

    /// <summary>The result of what is under way for the key, or else of what is made and run now. What it throws, all who wait get.</summary>
    /// <param name="key">The key.</param>
    /// <param name="make">Makes the coroutine; called if none is under way.</param>
    public Suspension<T> Run(TKey key, Func<IEnumerator<Yield<T>>> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return Waitables.From(JoinCoroutine(key, make));
    }

    /// <summary>Who asks from now on does not wait for what is under way.</summary>
    public void Forget(TKey key)
    {
        CheckHub();
        _flights.Remove(key);
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"single flight ({Count} under way)";

    [Coroutine]
    private IEnumerator<Yield<T>> Join(TKey key, Func<IEnumerator<Yield<T>>> make)
    {
        CheckHub();
        if (!_flights.TryGetValue(key, out var flight))
        {
            flight = new Flight(Greenlet.Spawn(make()));
            _flights.Add(key, flight);
            flight.Greenlet.OnEnd(_ => Ended(key, flight));
        }

        flight.Waiters++;
        try
        {
            Coroutine.SetResult(flight.Greenlet.Get().Await());
        }
        finally
        {
            if (--flight.Waiters == 0 && !flight.Greenlet.IsReady)
            {
                Ended(key, flight);
                flight.Greenlet.Kill().Await();
            }
        }

        yield break;
    }

    /// <summary>What was under way on a hub that has been disposed of is not any more.</summary>
    private void CheckHub()
    {
        if (_home.Check()) _flights.Clear();
    }

    private void Ended(TKey key, Flight flight)
    {
        if (_flights.TryGetValue(key, out var current) && ReferenceEquals(current, flight)) _flights.Remove(key);
    }

    private sealed class Flight(Greenlet<T> greenlet)
    {
        public Greenlet<T> Greenlet => greenlet;

        public int Waiters { get; set; }
    }
}

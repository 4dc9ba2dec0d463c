namespace CoroutineDsl.Testing;

/// <summary>
/// Forces an order on blocks of several greenlets (trio's <c>Sequencer</c>): <c>using (sequencer.Turn(2).Await()) ...</c> waits until the blocks of turns 0 and 1 have been left. Each turn is taken once, and none may be missing.
/// </summary>
/// <remarks>For one hub.</remarks>
public sealed partial class Sequencer
{
    private readonly Dictionary<int, CoEvent> _turns = [];
    private readonly HashSet<int> _taken = [];
    private bool _isBroken;

    /// <summary>Makes one that stands at turn 0.</summary>
    public Sequencer() => Come(0).Set();

    /// <summary>Waits for a turn, which lasts until the result is disposed of. If a wait for a turn is killed or timed out, no turn can come any more.</summary>
    /// <param name="number">Which, from 0.</param>
    /// <exception cref="InvalidOperationException">The turn has been taken before; or, from the wait, it can never come.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public Coroutine<IDisposable> Turn(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (!_taken.Add(number)) throw new InvalidOperationException($"Turn {number} has been taken before.");
        return Coroutine.Call(Take(number));
    }

    [Coroutine]
    private IEnumerator<Yield<IDisposable>> Take(int number)
    {
        var hasCome = false;
        try
        {
            if (!_isBroken) Come(number).Wait().Await();
            hasCome = !_isBroken;
        }
        finally
        {
            if (!hasCome) Break();
        }

        if (!hasCome) throw new InvalidOperationException($"Turn {number} cannot come: the wait for a turn was given up.");
        Coroutine.SetResult<IDisposable>(new Taken(this, number));
        yield break;
    }

    private CoEvent Come(int number)
    {
        if (!_turns.TryGetValue(number, out var come)) _turns.Add(number, come = new CoEvent());
        return come;
    }

    private void Break()
    {
        _isBroken = true;
        foreach (var come in _turns.Values) come.Set();
    }

    private sealed class Taken(Sequencer sequencer, int number) : IDisposable
    {
        public void Dispose() => sequencer.Come(number + 1).Set();
    }
}

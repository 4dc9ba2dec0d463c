using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>Patched calls whose twins are done at once, in a coroutine: after many of them the others have their turn, at a suspension and never by parking the thread.</summary>
[Patch]
public partial class OwnedCallTurnTests
{
    private readonly HashSet<int> _threads = [];
    private int _turns;
    private bool _isOver;

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public Task The_hub_stays_on_its_thread(int others) => Task.Factory.StartNew(() =>
    {
        using var hub = new Hub(new HubOptions());
        Greenlet.JoinAll([Greenlet.Spawn(Calls(new Cache(), others)), Greenlet.Spawn(CountsTurns())], raiseError: true).Await();
        Assert.Single(_threads);
        Assert.InRange(_turns, 3, int.MaxValue);
    }, TaskCreationOptions.LongRunning);

    // whatever the number of other waits between the calls, one of them is the one after which it is the others' turn
    [Coroutine]
    private IEnumerator<Yield> Calls(Cache cache, int others)
    {
        var open = new CoEvent();
        open.Set();
        for (var i = 0; i < 5_000; i++)
        {
            Assert.Equal(i, cache.Load(i));
            for (var j = 0; j < others; j++) open.Wait().Await();
            _threads.Add(Environment.CurrentManagedThreadId);
        }

        _isOver = true;
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CountsTurns()
    {
        while (!_isOver)
        {
            _turns++;
            _threads.Add(Environment.CurrentManagedThreadId);
            yield return Greenlet.Sleep();
        }
    }

    private sealed class Cache
    {
        public int Load(int key) => throw new InvalidOperationException($"{key} was loaded by the call that blocks.");

        public Task<int> LoadAsync(int key, CancellationToken cancellationToken = default) => Task.FromResult(key);
    }
}

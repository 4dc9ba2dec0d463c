using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>Twins of all kinds where the patch is on: each waits for what only another greenlet does, so that a blocked hub would never go on.</summary>
[Patch]
public partial class TwinPatchTests
{
    private const int Deadline = 60_000;

    private readonly List<string> _log = [];

    // what the asynchronous members wait for
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact(Timeout = Deadline)]
    public Task A_sequence_that_is_asynchronous_as_well() => Both(GoesThrough(new Rows(_log, _gate.Task)), "other", "row 1", "row 2", "end");

    [Fact(Timeout = Deadline)]
    public Task A_query_that_is_not_is_gone_through_as_it_is_written() => Both(GoesThroughMemory(), "row 1", "row 2", "end", "other");

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public Task A_method_whose_twin_gives_an_asynchronous_sequence(bool isPlain) => Both(isPlain ? CallsPlain(new Store(_gate.Task)) : Keys(new Store(_gate.Task)), "other", "key 1", "key 2", "end");

    [Fact(Timeout = Deadline)]
    public Task A_property() => Both(Reads(new Store(_gate.Task)), "other", "size 7");

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public Task A_twin_of_an_interface_below(bool isPlain) => Both(isPlain ? GetsPlainly(new Store(_gate.Task)) : Gets(new Store(_gate.Task)), "other", "value 3");

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public Task An_awaitable_by_its_pattern(bool isPlain) => Both(isPlain ? CallsUnaryPlainly(new Store(_gate.Task)) : CallsUnary(new Store(_gate.Task)), "other", "reply 5");

    // on a thread of its own: one of the pool may still have the hub of another test
    [Fact(Timeout = Deadline)]
    public Task Off_the_hub_all_is_as_it_is_written() => Task.Factory.StartNew(() =>
    {
        Assert.Equal(["blocking"], new Store(_gate.Task).Keys());
        Assert.Equal(0, GetOf(new Store(_gate.Task)));
    }, TaskCreationOptions.LongRunning);

    // a hub of its own on a thread of its own, so that a hang costs this test and no other
    private Task Both(IEnumerator<Yield> waits, params string[] expected) => Task.Factory.StartNew(() =>
    {
        using var hub = new Hub(new HubOptions());
        Greenlet.JoinAll([Greenlet.Spawn(waits), Greenlet.Spawn(Other())], raiseError: true).Await();
        Assert.Equal(expected, _log);
    }, TaskCreationOptions.LongRunning);

    [Coroutine]
    private IEnumerator<Yield> Other()
    {
        _log.Add("other");
        _gate.TrySetResult();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> GoesThrough(Rows rows)
    {
        foreach (var row in rows) _log.Add($"row {row}");
        _log.Add("end");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> GoesThroughMemory()
    {
        var query = new Query(new List<int> { 1, 2 });
        foreach (var row in query) _log.Add($"row {row}");
        _log.Add("end");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Keys(Store store)
    {
        foreach (var key in store.Keys()) _log.Add($"key {key}");
        _log.Add("end");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CallsPlain(Store store)
    {
        foreach (var key in KeysOf(store)) _log.Add($"key {key}");
        _log.Add("end");
        yield break;
    }

    private static IEnumerable<string> KeysOf(Store store) => store.Keys();

    [Coroutine]
    private IEnumerator<Yield> Reads(Store store)
    {
        _log.Add($"size {store.Size}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Gets(IStore store)
    {
        object value = store.Get(3);
        _log.Add($"value {value}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> GetsPlainly(IStore store)
    {
        _log.Add($"value {GetOf(store)}");
        yield break;
    }

    private static long GetOf(IStore store) => store.Get(3);

    [Coroutine]
    private IEnumerator<Yield> CallsUnary(Store store)
    {
        _log.Add($"reply {store.Call(5)}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CallsUnaryPlainly(Store store)
    {
        _log.Add($"reply {CallOf(store)}");
        yield break;
    }

    private static int CallOf(Store store) => store.Call(5);

    private sealed class Rows(List<string> log, Task gate) : IEnumerable<int>, IAsyncEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator()
        {
            log.Add("blocks");
            return Enumerable.Empty<int>().GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public async IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            await gate;
            yield return 1;
            await Task.Yield();
            yield return 2;
        }
    }

    public interface IStoreAsync
    {
        Task<int> GetAsync(int n);
    }

    public interface IStore : IStoreAsync
    {
        long Get(int n);
    }

    public sealed class Store(Task gate) : IStore
    {
        public int Size => 0;

        public long Get(int n) => 0;

        public async Task<int> GetAsync(int n)
        {
            await gate;
            return n;
        }

        public async Task<int> SizeAsync()
        {
            await gate;
            return 7;
        }

        public IEnumerable<string> Keys() => ["blocking"];

        public async IAsyncEnumerable<string> KeysAsync()
        {
            await gate;
            yield return "1";
            yield return "2";
        }

        public int Call(int n) => 0;

        public Unary CallAsync(int n) => new(GetAsync(n));
    }

    /// <summary>As a call of gRPC.</summary>
    public sealed class Unary(Task<int> reply)
    {
        public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter() => reply.GetAwaiter();
    }
}

/// <summary>As a query over what is in memory: only its static type says that it may be asynchronous.</summary>
internal sealed class Query(IEnumerable<int> items) : IEnumerable<int>
{
    public IEnumerator<int> GetEnumerator() => items.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static class QueryExtensions
{
    public static IAsyncEnumerable<int> AsAsyncEnumerable(this Query query) => throw new InvalidOperationException($"{query} is not asynchronous");
}

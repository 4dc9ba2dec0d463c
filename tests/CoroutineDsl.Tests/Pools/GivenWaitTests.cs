using Xunit;

namespace CoroutineDsl.Tests.Pools;

/// <summary>A plain function that gives a wait is taken at its word: the member waits, and what it waits for is the result.</summary>
public sealed class GivenWaitTests : HubTest
{
    private readonly CoQueue<int> _queue = new();

    [Theory]
    [InlineData("Apply")]
    [InlineData("Apply to an argument")]
    [InlineData("ApplyAsync")]
    [InlineData("ApplyAsync to an argument")]
    [InlineData("Map")]
    [InlineData("MapAsync")]
    [InlineData("IMap")]
    [InlineData("IMapUnordered")]
    public void Its_value_is_the_result(string kind)
    {
        using var hub = Start();
        int[] items = [1, 2, 3];
        foreach (var group in new GroupBase[] { new Group(), new Pool(2) })
        {
            foreach (var item in items) _queue.Put(item).Await();
            int[] results = kind switch
            {
                "Apply" => [.. items.Select(_ => group.Apply(() => _queue.Get()).Await())],
                "Apply to an argument" => [.. items.Select(i => group.Apply(_ => _queue.Get(), i).Await())],
                "ApplyAsync" => [.. items.Select(_ => group.ApplyAsync(() => _queue.Get()).Await())],
                "ApplyAsync to an argument" => [.. items.Select(i => group.ApplyAsync(_ => _queue.Get(), i).Await())],
                "Map" => group.Map(_ => _queue.Get(), items).Await(),
                "MapAsync" => group.MapAsync(_ => _queue.Get(), items).Await(),
                "IMap" => Enumerable.ToArray(group.IMap(_ => _queue.Get(), items)),
                _ => Enumerable.ToArray(group.IMapUnordered(_ => _queue.Get(), items)),
            };
            Assert.Equal(items, results);
            Assert.Equal(0, _queue.Count);
        }
    }

    [Theory]
    [InlineData("Apply")]
    [InlineData("Apply to an argument")]
    [InlineData("ApplyAsync")]
    [InlineData("Map")]
    [InlineData("IMapUnordered")]
    public void One_without_a_value_is_waited_for(string kind)
    {
        using var hub = Start();
        var pool = new Pool(2);
        switch (kind)
        {
            case "Apply": pool.Apply(() => Greenlet.Sleep(Seconds(3))).Await(); break;
            case "Apply to an argument": pool.Apply(s => Greenlet.Sleep(Seconds(s)), 3).Await(); break;
            case "ApplyAsync": pool.ApplyAsync(() => Greenlet.Sleep(Seconds(3))).Join().Await(); break;
            case "Map": pool.Map(s => Greenlet.Sleep(Seconds(s)), [1, 2, 2]).Await(); break;
            default: Assert.Equal(3, Enumerable.Count(pool.IMapUnordered(s => Greenlet.Sleep(Seconds(s)), [1, 2, 2]))); break;
        }

        Assert.Equal(3, Now);
    }

    [Fact]
    public void A_thread_of_a_worker_pool_begins_none()
    {
        using var hub = Start();
        using var pool = new WorkerPool(1);
        Assert.Contains("Await", Assert.Throws<InvalidOperationException>(() => pool.Apply(() => _queue.Get()).Await()).Message, StringComparison.Ordinal);
        Assert.Contains("Await", Assert.Throws<InvalidOperationException>(() => pool.Map(_ => _queue.Get(), new[] { 1 }).Await()).Message, StringComparison.Ordinal);
        Assert.Equal(7, pool.Apply(() => 7).Await());
    }
}

using System.Runtime.CompilerServices;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Sync;

public sealed partial class CoLocalTests : HubTest
{
    private readonly CoLocal<int> _local = new();

    [Fact, Trait("Row", "274"), Trait("Row", "278")]
    public void Each_greenlet_has_its_own()
    {
        using var hub = Start();
        _local.Value = 7;
        var greenlets = Enumerable.Range(1, 3).Select(i => Spawn(SetsAndReads(i))).ToArray();
        JoinAll(greenlets).Await();
        Assert.Equal("0 0 0 1 2 3", Trace);
        Assert.Equal(7, _local.Value);
        Assert.True(_local.HasValue);
        _local.Clear();
        Assert.False(_local.HasValue);
        Assert.Equal(0, _local.Value);
    }

    [Fact, Trait("Row", "268"), Trait("Row", "277")]
    public void The_factory_runs_at_a_greenlets_first_look()
    {
        using var hub = Start();
        var made = 0;
        var local = new CoLocal<List<int>>(() =>
        {
            made++;
            return [];
        });
        var other = new CoLocal<List<int>>(() => []);
        local.Value.Add(1);
        local.Value.Add(2);
        Assert.Equal([1, 2], local.Value);
        Assert.Empty(other.Value);
        Assert.Equal(1, made);
    }

    [Fact, Trait("Row", "279")]
    public void Values_are_let_go_when_the_greenlet_ends_though_it_is_referenced()
    {
        using var hub = Start();
        var local = new CoLocal<object>();
        var (greenlets, values) = Ended(local);
        Collect();
        Assert.All(values, value => Assert.False(value.IsAlive));
        GC.KeepAlive(greenlets);
        GC.KeepAlive(local);
    }

    [Fact, Trait("Row", "280")]
    public void Values_are_let_go_with_the_local_though_the_greenlet_lives()
    {
        using var hub = Start();
        var values = Dropped();
        Collect();
        Assert.All(values, value => Assert.False(value.IsAlive));
    }

    private static void Collect()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Greenlet[], List<WeakReference>) Ended(CoLocal<object> local)
    {
        var values = new List<WeakReference>();
        var greenlets = Enumerable.Range(0, 5).Select(_ => Spawn(Keeps(local, values))).ToArray();
        JoinAll(greenlets).Await();
        return (greenlets, values);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Dropped()
    {
        var values = new List<WeakReference>();
        for (var i = 0; i < 100; i++)
        {
            var value = new object();
            new CoLocal<object>().Value = value;
            values.Add(new WeakReference(value));
        }

        return values;
    }

    [Coroutine]
    private IEnumerator<Yield> SetsAndReads(int value)
    {
        Add($"{_local.Value}");
        _local.Value = value;
        yield return Sleep();
        Add($"{_local.Value}");
    }

    [Coroutine]
    private static IEnumerator<Yield> Keeps(CoLocal<object> local, List<WeakReference> values)
    {
        var value = new object();
        local.Value = value;
        values.Add(new WeakReference(value));
        value = null;
        yield return Sleep();
    }
}

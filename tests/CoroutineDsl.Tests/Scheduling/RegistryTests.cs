using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>The hub's list of its greenlets, beside a set that is told the same.</summary>
public sealed class RegistryTests(ITestOutputHelper output)
{
    [Fact]
    public void Knows_those_that_have_come_and_not_ended()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var hub = new Hub(new HubOptions());
        var registry = new Registry();
        var living = new List<Greenlet>();
        var ended = 0L;
        for (var round = 0; round < 20; round++)
        {
            for (var come = random.Next(200); come > 0; come--)
            {
                living.Add(Create(Coroutine.FromIterator(Nothing())));
                registry.Add(living[^1]);
            }

            for (var go = random.Next(living.Count + 1); go > 0; go--)
            {
                var one = living[random.Next(living.Count)];
                living.Remove(one);
                Assert.Equal(++ended, registry.Remove(one));
            }

            AssertHolds(living, registry);
        }
    }

    [Fact]
    public void Keeps_those_that_live_when_it_shrinks()
    {
        using var hub = new Hub(new HubOptions());
        var registry = new Registry();
        var all = new Greenlet[BurstTrim.Large + 1];
        for (var i = 0; i < all.Length; i++) registry.Add(all[i] = Create(Coroutine.FromIterator(Nothing())));
        var living = all.Where((_, i) => i % 1000 == 999).ToList();
        foreach (var one in all.Except(living)) registry.Remove(one);
        registry.Trim();
        AssertHolds(living, registry);
        registry.Add(all[0]);
        living.Add(all[0]);
        registry.Remove(living[3]);
        living.RemoveAt(3);
        AssertHolds(living, registry);
    }

    [Fact]
    public void Takes_no_account_of_one_that_never_came()
    {
        using var hub = new Hub(new HubOptions());
        var registry = new Registry();
        registry.Remove(Create(Coroutine.FromIterator(Nothing())));
        AssertHolds([], registry);
    }

    private static void AssertHolds(List<Greenlet> living, Registry registry)
    {
        Assert.Equal(living.Count, registry.Count);
        Assert.Equal(living.Select(greenlet => greenlet.Id).Order(), registry.ToArray().Select(greenlet => greenlet.Id).Order());
        Assert.Equal(living.Select(greenlet => greenlet.Id).Order(), registry.Peek().Select(greenlet => greenlet.Id).Order());
    }

    private static IEnumerator<Yield> Nothing()
    {
        yield break;
    }
}

using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Selectors;

public class SlotTableTests
{
    [Fact]
    public void A_number_finds_its_object_until_it_is_removed_and_nothing_afterwards()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var table = new SlotTable();
        var living = new Dictionary<long, object>();
        var dead = new HashSet<long>();
        for (var i = 0; i < 10_000; i++)
        {
            if (living.Count == 0 || random.Next(2) == 0)
            {
                var target = new object();
                var id = table.Add(target);
                Assert.True(living.TryAdd(id, target), $"seed {seed}");
                Assert.DoesNotContain(id, dead);
            }
            else
            {
                var id = living.Keys.ElementAt(random.Next(living.Count));
                table.Remove(id);
                table.Remove(id);
                living.Remove(id);
                dead.Add(id);
            }
        }

        Assert.All(living, pair => Assert.Same(pair.Value, table.Find(pair.Key)));
        Assert.All(dead, id => Assert.Null(table.Find(id)));
        Assert.Null(table.Find(-1));
    }
}

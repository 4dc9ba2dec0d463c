using Xunit;

namespace CoroutineDsl.Tests.Scheduling;

public class GreenletNumbersTests
{
    [Fact]
    public void Two_sources_never_give_the_same_number_and_none_gives_zero()
    {
        var (one, other) = (new GreenletNumbers(), new GreenletNumbers());
        var seen = new HashSet<uint>();
        for (var i = 0; i < 10_000; i++)
        {
            Assert.True(seen.Add(one.New()));
            Assert.True(seen.Add(other.New()));
        }

        Assert.DoesNotContain(0u, seen);
        Assert.True(GreenletNumbers.NewLarge() > uint.MaxValue);
    }
}

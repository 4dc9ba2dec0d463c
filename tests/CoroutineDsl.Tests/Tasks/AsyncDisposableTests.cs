using Xunit;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Tasks;

/// <summary>A <c>using</c> that waits for <c>DisposeAsync</c>.</summary>
public sealed partial class AsyncDisposableTests : TaskTest
{
    [Theory, InlineData(true), InlineData(false)]
    public void The_end_of_the_block_waits(bool isLowered)
    {
        using var hub = RealTime();
        (isLowered ? Uses() : Unlowered(Uses)).Await();
        Assert.Equal("in second disposing disposed first disposing disposed after", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_kill_in_the_block_waits_too_and_is_not_disturbed_by_another(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(isLowered ? Sleeps() : Unlowered(Sleeps));
        Sleep(1).Await();
        _ = greenlet.Kill();
        Until(() => Log.Contains("disposing"));
        greenlet.Kill().Await();
        Assert.Equal("in first disposing disposed", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void What_it_throws_is_thrown(bool isLowered)
    {
        using var hub = RealTime();
        var coroutine = isLowered ? Fails() : Unlowered(Fails);
        Assert.Equal("dispose", Assert.Throws<InvalidOperationException>(() => coroutine.Await()).Message);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Null_is_nothing_to_dispose_of(bool isLowered)
    {
        using var hub = RealTime();
        (isLowered ? Nothing() : Unlowered(Nothing)).Await();
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_jump_inside_disposes_of_nothing_and_one_out_of_it_waits(bool isLowered)
    {
        using var hub = RealTime();
        (isLowered ? Jumps() : Unlowered(Jumps)).Await();
        Assert.Equal("step0 step1 first disposing disposed step0 step1 first disposing disposed after second disposing disposed", Trace);
    }

    [Fact]
    public void Making_the_suspension_disposes_of_nothing()
    {
        using var hub = RealTime();
        var resource = new Resource(Log, "first").AsDisposable();
        object made = resource.CoDispose();
        Assert.NotNull(made);
        Sleep().Await();
        Assert.Empty(Log);
        resource.CoDispose().Await();
        Assert.Equal("first disposing disposed", Trace);
    }

    private static IEnumerator<Yield> Unlowered(Func<IEnumerator<Yield>> body) => body();

    [Coroutine]
    private IEnumerator<Yield> Uses()
    {
        using (var first = new Resource(Log, "first").AsDisposable())
        {
            using var second = new Resource(Log, "second").AsDisposable();
            Resource itself = second;
            Assert.Equal("second", itself.Name);
            Assert.Equal("first", first.Value.Name);
            Add("in");
        }

        Add("after");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Jumps()
    {
        var rounds = 0;
    again:
        using (var first = new Resource(Log, "first").AsDisposable())
        {
            var steps = 0;
        step:
            Add($"step{steps}");
            Sleep().Await();
            if (++steps < 2) goto step;
            if (++rounds < 2) goto again;
        }

        var left = 0;
        using var second = new Resource(Log, "second").AsDisposable();
    more:
        Sleep().Await();
        if (++left < 2) goto more;
        Add("after");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Sleeps()
    {
        using var first = new Resource(Log, "first").AsDisposable();
        Add("in");
        yield return Sleep(Never);
    }

    [Coroutine]
    private IEnumerator<Yield> Fails()
    {
        using (new Resource(Log, "first") { Failure = new InvalidOperationException("dispose") }.AsDisposable()) Add("in");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Nothing()
    {
        Resource? none = null;
        using (none.AsDisposable()) Add("in");
        yield break;
    }

    private sealed class Resource(List<string> log, string name) : IAsyncDisposable
    {
        public string Name => name;

        public Exception? Failure { get; init; }

        public async ValueTask DisposeAsync()
        {
            log.Add(name);
            log.Add("disposing");
            await Task.Delay(2);
            log.Add("disposed");
            if (Failure is not null) throw Failure;
        }
    }
}

using System.Runtime.CompilerServices;
using Xunit;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Tasks;

/// <summary><c>foreach</c> over an asynchronous sequence, held against <c>await foreach</c>.</summary>
public sealed partial class AsyncStreamTests : TaskTest
{
    private readonly CancellationTokenSource _given = new();
    private CancellationToken _seen;

    [Theory, InlineData(true), InlineData(false)]
    public void It_gives_what_await_foreach_gives(bool isLowered)
    {
        using var hub = RealTime();
        (isLowered ? All(Numbers()) : Unlowered(All, Numbers())).Await();
        var ours = Trace;
        Log.Clear();
        Async(Numbers()).Await();
        Assert.Equal(Trace, ours);
        Assert.Equal("1 2 3 disposing disposed end", ours);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_break_disposes_and_waits_for_that(bool isLowered)
    {
        using var hub = RealTime();
        (isLowered ? Breaks(Numbers()) : Unlowered(Breaks, Numbers())).Await();
        Assert.Equal("1 disposing disposed end", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_failure_in_the_body_disposes_and_is_thrown(bool isLowered)
    {
        using var hub = RealTime();
        var coroutine = isLowered ? Fails(Numbers()) : Unlowered(Fails, Numbers());
        Assert.Throws<InvalidOperationException>(() => coroutine.Await());
        Assert.Equal("1 disposing disposed", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_failure_of_the_sequence_is_thrown(bool isLowered)
    {
        using var hub = RealTime();
        var coroutine = isLowered ? All(Failing()) : Unlowered(All, Failing());
        Assert.Equal("third", Assert.Throws<InvalidOperationException>(() => coroutine.Await()).Message);
        Assert.Equal("1 2", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_kill_cancels_waits_for_the_step_and_disposes(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(isLowered ? All(Stuck()) : Unlowered(All, Stuck()));
        Until(() => Log.Contains("stuck"));
        greenlet.Kill().Await();
        Assert.Equal("1 stuck cancelled disposing disposed", Trace);
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_timeout_around_it_does_the_same(bool isLowered)
    {
        using var hub = RealTime();
        (isLowered ? InTime(Stuck()) : Unlowered(InTime, Stuck())).Await();
        Assert.Equal("1 stuck cancelled disposing disposed in time", Trace);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_given_token_cancels_it_and_so_does_a_kill(bool isLowered)
    {
        using var hub = RealTime();
        var greenlet = Spawn(isLowered ? WithToken(Stuck()) : Unlowered(WithToken, Stuck()));
        Until(() => Log.Contains("stuck"));
        _given.Cancel();
        greenlet.Join().Await();
        Assert.Equal("1 stuck cancelled disposing disposed OperationCanceledException", Trace);
        Log.Clear();

        var second = new AsyncStreamTests();
        var other = Spawn(isLowered ? second.WithToken(second.Stuck()) : Unlowered(second.WithToken, second.Stuck()));
        Until(() => second.Log.Contains("stuck"));
        other.Kill().Await();
        Assert.Equal("1 stuck cancelled disposing disposed", second.Trace);
        Assert.IsType<GreenletExit>(other.Value);
        Assert.False(second._given.IsCancellationRequested);
    }

    [Fact]
    public void A_step_that_does_not_end_is_let_go_and_disposed_of_when_it_has()
    {
        using var hub = RealTime(new HubOptions { AbandonGrace = TimeSpan.FromMilliseconds(5) });
        var sequence = new Deaf();
        var greenlet = Spawn(Steps(sequence));
        Until(() => sequence.Steps == 1);
        greenlet.Kill().Await();
        Assert.Equal(0, sequence.Disposals);
        Assert.Equal("the next item of an asynchronous sequence", Abandoned.Single());
        sequence.Step.SetResult(true);
        Until(() => sequence.Disposals == 1);
    }

    private static IEnumerator<Yield> Unlowered(Func<IAsyncEnumerable<int>, IEnumerator<Yield>> body, IAsyncEnumerable<int> numbers) => body(numbers);

    private async IAsyncEnumerable<int> Numbers()
    {
        try
        {
            for (var n = 1; n <= 3; n++)
            {
                await Task.Yield();
                yield return n;
            }
        }
        finally
        {
            Add("disposing");
            await Task.Delay(1);
            Add("disposed");
        }
    }

    private static async IAsyncEnumerable<int> Failing()
    {
        yield return 1;
        yield return 2;
        await Task.Yield();
        throw new InvalidOperationException("third");
    }

    private async IAsyncEnumerable<int> Stuck([EnumeratorCancellation] CancellationToken token = default)
    {
        _seen = token;
        try
        {
            yield return 1;
            Add("stuck");
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Delay(1, CancellationToken.None);
                Add("cancelled");
            }
        }
        finally
        {
            Add("disposing");
            await Task.Delay(1, CancellationToken.None);
            Add("disposed");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> All(IAsyncEnumerable<int> numbers)
    {
        foreach (var n in numbers) Add($"{n}");
        Add("end");
        yield break;
    }

    private async Task Async(IAsyncEnumerable<int> numbers)
    {
        await foreach (var n in numbers) Add($"{n}");
        Add("end");
    }

    [Coroutine]
    private IEnumerator<Yield> Breaks(IAsyncEnumerable<int> numbers)
    {
        foreach (var n in numbers)
        {
            Add($"{n}");
            yield return Sleep();
            break;
        }

        Add("end");
    }

    [Coroutine]
    private IEnumerator<Yield> Fails(IAsyncEnumerable<int> numbers)
    {
        foreach (var n in numbers)
        {
            Add($"{n}");
            throw new InvalidOperationException();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> InTime(IAsyncEnumerable<int> numbers)
    {
        using (var timeout = CoTimeout.Start(5))
        {
            try
            {
                foreach (var n in numbers) Add($"{n}");
            }
            catch (CoTimeoutException passed) when (passed.Timeout == timeout)
            {
                Add("in time");
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WithToken(IAsyncEnumerable<int> numbers)
    {
        try
        {
            foreach (var n in numbers.WithCancellation(_given.Token)) Add($"{n}");
        }
        catch (OperationCanceledException)
        {
            Add(nameof(OperationCanceledException));
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Steps(IAsyncEnumerable<int> numbers)
    {
        foreach (var _ in numbers)
        {
        }

        yield break;
    }

    /// <summary>A sequence whose step does not hear its token.</summary>
    private sealed class Deaf : IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        public TaskCompletionSource<bool> Step { get; } = new();

        public int Steps { get; private set; }

        public int Disposals { get; private set; }

        public int Current => 0;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            Steps++;
            return new(Step.Task);
        }

        public ValueTask DisposeAsync()
        {
            Disposals++;
            return default;
        }
    }
}

using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>An operation that a wait has begun is stopped where the hub of that wait is disposed of, and what it gives is given back.</summary>
public sealed class DisposedHubOperationTests : HubTest
{
    private static readonly TimeSpan s_real = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("task")]
    [InlineData("task with a value")]
    [InlineData("value task")]
    [InlineData("value task with a value")]
    [InlineData("branch of a choice")]
    public async Task Its_token_is_cancelled(string kind)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (Start())
        {
            _ = kind switch
            {
                "task" => Spawn(Cancellable(token => (Task)Begin(token))),
                "task with a value" => Spawn(Cancellable(Begin)),
                "value task" => Spawn(Cancellable(token => new ValueTask((Task)Begin(token)))),
                "value task with a value" => Spawn(Cancellable(token => new ValueTask<int>(Begin(token)))),
                _ => Spawn(Choose(Cancellable(Begin), Sleep(Forever))),
            };
            Sleep(1).Await();
            Assert.False(cancelled.Task.IsCompleted);
        }

        await cancelled.Task.WaitAsync(s_real);

        Task<int> Begin(CancellationToken token)
        {
            token.Register(cancelled.SetResult);
            return new TaskCompletionSource<int>().Task;
        }
    }

    [Theory]
    [InlineData("before the hub is disposed of")]
    [InlineData("after that")]
    [InlineData("after a kill and that")]
    [InlineData("after a kill, before the hub is disposed of")]
    [InlineData("after a hard kill, before the hub is disposed of")]
    [InlineData("before a hard kill, and then the hub is disposed of")]
    public async Task What_nobody_takes_is_given_back_once(string comes)
    {
        var task = new TaskCompletionSource<int>();
        var late = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        using (Start())
        {
            var greenlet = Spawn(Cancellable(_ => task.Task, GiveBack));
            Sleep(1).Await();
            if (comes.StartsWith("after a kill", StringComparison.Ordinal)) _ = greenlet.Kill();
            if (comes.StartsWith("after a hard kill", StringComparison.Ordinal)) _ = greenlet.KillHard();
            if (comes.EndsWith("before the hub is disposed of", StringComparison.Ordinal)) Elsewhere(() => task.SetResult(7));
            if (comes.StartsWith("before a hard kill", StringComparison.Ordinal))
            {
                _ = greenlet.Kill();
                Elsewhere(() => task.SetResult(7));
                _ = greenlet.KillHard();
            }
        }

        task.TrySetResult(7);
        Assert.Equal(7, await late.Task.WaitAsync(s_real));
        Assert.Equal(1, count);

        void GiveBack(int value)
        {
            count++;
            late.TrySetResult(value);
        }

        // the hub hears of it by a post, for which it has no time any more
        static void Elsewhere(Action action)
        {
            var other = new Thread(() => action());
            other.Start();
            other.Join();
        }
    }
}

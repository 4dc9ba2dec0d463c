using CoroutineDsl.AspNetCore;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.AspNetCore.Tests;

/// <summary>What is sent late is sent together, and never lost.</summary>
public partial class LateSchedulerTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void What_is_scheduled_runs_after_those_who_are_ready()
    {
        using var hub = new Hub(new HubOptions());
        var late = new LateScheduler(hub);
        JoinAll(Spawn(ReadAndAnswer(late, 1)), Spawn(ReadAndAnswer(late, 2)), Spawn(ReadAndAnswer(late, 3))).Await();
        Sleep(0).Await();
        Assert.Equal(["read 1", "read 2", "read 3", "sent 1", "sent 2", "sent 3"], _log);
        Spawn(ReadAndAnswer(late, 4)).Await();
        Sleep(0).Await();
        Assert.Equal(["read 4", "sent 4"], _log[6..]);
    }

    [Fact]
    public void From_another_thread_it_runs_on_the_hub()
    {
        using var hub = new Hub(new HubOptions());
        var late = new LateScheduler(hub);
        var ranOnHub = new AsyncResult<bool>();
        new Thread(() => late.Schedule(_ => ranOnHub.Set(ReferenceEquals(Hub.Current, hub)), null)).Start();
        Assert.True(ranOnHub.Get(TimeSpan.FromSeconds(30)).Await());
    }

    [Fact]
    public void After_the_stop_what_was_left_has_run_and_the_rest_runs_at_once()
    {
        using var hub = new Hub(new HubOptions());
        var late = new LateScheduler(hub);
        late.Schedule(Send, "sent before");
        Assert.Empty(_log);
        late.Stop();
        Assert.Equal(["sent before"], _log);
        late.Schedule(Send, "sent after");
        Assert.Equal(["sent before", "sent after"], _log);
        Sleep(0).Await();
        Assert.Equal(0, hub.Count);
    }

    private void Send(object? what) => _log.Add((string)what!);

    [Coroutine]
    private IEnumerator<Yield> ReadAndAnswer(LateScheduler late, int number)
    {
        _log.Add($"read {number}");
        late.Schedule(Send, $"sent {number}");
        yield break;
    }
}

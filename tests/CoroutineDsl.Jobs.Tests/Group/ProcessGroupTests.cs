using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Jobs.Tests.TestJobs;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class ProcessGroupTests : JobTest
{
    private static readonly ProcessGroupOptions Quick = new() { FirstBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(20) };

    [Coroutine]
    private static IEnumerator<Yield<int>> Ask(EndPoint server)
    {
        using var socket = CoSocket.Connect(server).Await();
        var buffer = new byte[sizeof(int)];
        for (var got = 0; got < buffer.Length;)
        {
            var count = socket.Receive(buffer.AsMemory(got)).Await();
            if (count == 0) throw new EndOfStreamException();
            got += count;
        }

        yield return BitConverter.ToInt32(buffer);
    }

    [Fact]
    public void All_processes_serve_one_port_and_the_dead_come_back() => Run(() => Serves());

    [Coroutine]
    private static IEnumerator<Yield> Serves()
    {
        using var listener = new ProcessListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var group = new ProcessGroup(2, ServeJob(listener), Quick);
        group.Start();
        Assert.True(group.WaitServing().Await());
        var processes = group.ProcessIds;
        Assert.Equal(2, processes.Distinct().Count());
        Assert.Contains(Ask(listener.LocalEndPoint!).Await(), processes);
        Signal(processes[0], 9);
        Until(() => !group.ProcessIds.Contains(processes[0])).Await();
        Assert.True(group.WaitServing().Await());
        Assert.Contains(processes[1], group.ProcessIds);
        Signal(processes[1], 9); // the new one serves alone, while its neighbour is started again
        Until(() => !group.ProcessIds.Contains(processes[1])).Await();
        Assert.DoesNotContain(Ask(listener.LocalEndPoint!).Await(), processes);
        yield return group.Stop();
        Assert.Empty(group.ProcessIds);
    }

    [Fact]
    public void A_reload_replaces_all_processes_and_refuses_no_client() => Run(() => Reloads());

    [Coroutine]
    private static IEnumerator<Yield> Reloads()
    {
        using var listener = new ProcessListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var group = new ProcessGroup(2, ServeJob(listener), Quick);
        group.Start();
        Assert.True(group.WaitServing().Await());
        var client = new Client(listener.LocalEndPoint!);
        var asking = Greenlet.Spawn(client.AskAll());
        for (var i = 0; i < 3; i++)
        {
            var before = group.ProcessIds;
            group.Reload().Await();
            Assert.Empty(before.Intersect(group.ProcessIds));
            Assert.Equal(2, group.ServingCount);
        }

        client.IsOver = true;
        asking.Get().Await();
        Assert.InRange(client.Asked, 10, int.MaxValue);
        yield return group.Stop();
    }

    /// <summary>Connects anew for each question; what is refused fails it.</summary>
    private sealed partial class Client(EndPoint server)
    {
        public bool IsOver { get; set; }

        public int Asked { get; private set; }

        [Coroutine]
        public IEnumerator<Yield> AskAll()
        {
            while (!IsOver)
            {
                Ask(server).Await();
                Asked++;
                yield return Greenlet.Sleep(1);
            }
        }
    }

    [Fact]
    public void A_reload_whose_process_does_not_serve_leaves_the_old_ones() => Run(() => ReloadFails());

    [Coroutine]
    private static IEnumerator<Yield> ReloadFails()
    {
        using var failing = new ProcessEvent();
        var lines = new List<string>();
        using var group = new ProcessGroup(1, ServeUnlessSetJob(failing), Quick with { Log = lines.Add });
        group.Start();
        Assert.True(group.WaitServing().Await());
        var before = group.ProcessIds;
        failing.Set().Await();
        Assert.Throws<WorkerLostException>(() => { group.Reload().Await(); });
        Assert.Equal(before, group.ProcessIds);
        Assert.Equal(1, group.ServingCount);
        Assert.Contains(lines, line => line.Contains("will not", StringComparison.Ordinal));
        yield return group.Stop();
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield> ServeUnlessSet(ProcessEvent failing)
    {
        if (failing.IsSet().Await()) throw new InvalidOperationException("will not");
        GroupMember.Ready();
        yield return GroupMember.WaitStop();
    }

    [Fact]
    public void Who_does_not_stop_is_killed() => Run(() => KillsStubborn());

    [Coroutine]
    private static IEnumerator<Yield> KillsStubborn()
    {
        using var begun = new ProcessEvent();
        using var group = new ProcessGroup(1, SpinJob(begun), Quick);
        group.Start();
        begun.Wait().Await();
        var process = Assert.Single(group.ProcessIds);
        yield return group.Stop(TimeSpan.FromMilliseconds(50));
        Assert.False(IsRunning(process));
    }

    [Fact]
    public void Without_a_limit_it_waits_until_all_serve_and_until_all_have_stopped() => Run(() => WaitsWithoutLimit());

    [Coroutine]
    private static IEnumerator<Yield> WaitsWithoutLimit()
    {
        var lines = new List<string>();
        using var listener = new ProcessListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var group = new ProcessGroup(1, ServeJob(listener), Quick with { Log = lines.Add, StopTimeout = Timeout.InfiniteTimeSpan });
        group.Start();
        Assert.True(group.WaitServing(Timeout.InfiniteTimeSpan).Await());
        group.Reload().Await();
        yield return group.Stop(Timeout.InfiniteTimeSpan);
        Assert.DoesNotContain(lines, line => line.Contains("killed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_log_that_fails_does_not_hold_the_group() => Run(() => LogsToNothing());

    [Coroutine]
    private static IEnumerator<Yield> LogsToNothing()
    {
        using var listener = new ProcessListener(new IPEndPoint(IPAddress.Loopback, 0));
        using var group = new ProcessGroup(1, ServeJob(listener), Quick with { Log = _ => throw new IOException("the disk is full") });
        group.Start();
        Assert.True(group.WaitServing().Await());
        group.Reload().Await();
        yield return group.Stop();
        Assert.Empty(group.ProcessIds);
    }

    [Fact]
    public void Where_a_process_ends_soon_each_wait_is_twice_as_long_up_to_the_longest() => Run(() => BacksOff());

    [Coroutine]
    private static IEnumerator<Yield> BacksOff()
    {
        var options = new ProcessGroupOptions { FirstBackoff = TimeSpan.FromMilliseconds(100), MaxBackoff = TimeSpan.FromMilliseconds(400), StableTime = TimeSpan.FromDays(1) };
        var waits = new List<TimeSpan>();
        WaitsBetweenProcesses(options, waits, count: 5).Await();
        Assert.All(waits.Zip([100, 200, 400, 400, 400]), wait => Assert.InRange(wait.First, TimeSpan.FromMilliseconds(wait.Second), TimeSpan.MaxValue));
        yield break;
    }

    [Fact]
    public void A_process_that_has_lived_long_enough_starts_again_after_the_shortest_wait() => Run(() => ForgetsBackoff());

    [Coroutine]
    private static IEnumerator<Yield> ForgetsBackoff()
    {
        // doubled each time, the last of these waits alone would be days
        var options = new ProcessGroupOptions { FirstBackoff = TimeSpan.FromSeconds(0.2), MaxBackoff = TimeSpan.FromDays(1000), StableTime = TimeSpan.Zero };
        var waits = new List<TimeSpan>();
        WaitsBetweenProcesses(options, waits, count: 22).Await();
        Assert.Equal(22, waits.Count);
        yield break;
    }

    /// <summary>How long a group waits between the end of a process and the start of the next, where each ends at once.</summary>
    [Coroutine]
    private static IEnumerator<Yield> WaitsBetweenProcesses(ProcessGroupOptions options, List<TimeSpan> waits, int count)
    {
        var time = Hub.Current.Time;
        var ended = 0L;
        using var group = new ProcessGroup(1, TestJobs.ExitWithJob(3), options with { Log = Note });
        group.Start();
        Until(() => waits.Count >= count).Await();

        void Note(string line)
        {
            if (line.Contains("ended", StringComparison.Ordinal)) ended = time.GetTimestamp();
            else if (line.Contains("started", StringComparison.Ordinal) && ended != 0 && waits.Count < count) waits.Add(time.GetElapsedTime(ended));
        }

        yield break;
    }
}

using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>Threads that patched code starts inside a greenlet are greenlets of its hub: all of it runs on one hub, and each waits for what only another does.</summary>
[Patch]
public partial class ThreadStartsTests : HubTest
{
    private readonly SemaphoreSlim _gate = new(0);

    private Hub? _hub;

    [Fact]
    public void Off_a_hub_a_thread_is_a_thread()
    {
        var hub = "";
        var thread = new Thread(() =>
        {
            Thread.Sleep(1);
            hub = Hub.IsRunningHere ? "hub" : "none";
        });
        thread.Start();
        thread.Join();
        Assert.Equal("none", hub);
    }

    [Fact]
    public void A_thread_is_a_greenlet()
    {
        Run(StartsAThread());
        Assert.Equal("started worker joined dead", Trace);
    }

    [Fact]
    public void In_plain_code_too()
    {
        using var hub = _hub = Start();
        Greenlet.Spawn(StartPlainly).Await();
        Assert.Equal("started arg joined", Trace);
    }

    [Fact]
    public void A_work_item_is_a_greenlet()
    {
        Run(QueuesItems());
        Assert.Equal("queued one two", Trace);
    }

    [Fact]
    public void A_task_is_a_greenlet()
    {
        Run(RunsTasks());
        Assert.Equal("ran started 7 failed cancelled", Trace);
    }

    [Fact]
    public void What_computes_stays_on_its_thread()
    {
        Run(Computes());
        Assert.Equal("none", Trace);
    }

    [Fact]
    public void A_join_has_its_timeout_and_a_second_start_fails()
    {
        Run(JoinsForAWhile());
        Assert.Equal("timeout refused joined", Trace);
    }

    [Fact]
    public void The_failure_of_a_thread_is_reported()
    {
        using var hub = Start();
        Greenlet.Spawn(StartsAThreadThatFails()).Await();
        var (_, failure) = Assert.Single(Reported);
        Assert.Equal("broken", failure.Message);
    }

    [Fact]
    public void Another_thread_can_join_it()
    {
        using var hub = _hub = Start();
        var thread = new Thread(Work);
        Greenlet.Spawn(() => thread.Start()).Await();
        // the thread of the test runs no greenlet, so this is a thread
        var joins = new Thread(() =>
        {
            thread.Join();
            hub.Post(() => Add("joined"));
        });
        joins.Start();
        Greenlet.Spawn(() => _gate.Release()).Await();
        joins.Join();
        Greenlet.Sleep().Await();
        Assert.Equal("worker joined", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> StartsAThread()
    {
        _hub = Hub.Current;
        var thread = new Thread(Work) { Name = "worker", IsBackground = true };
        thread.Start();
        Add("started");
        Assert.True(thread.IsAlive);
        _gate.Release();
        thread.Join();
        Add("joined");
        Add(thread.IsAlive ? "alive" : "dead");
        yield break;
    }

    private void Work()
    {
        _gate.Wait();
        Assert.Same(_hub, Hub.Current);
        Add("worker");
    }

    private void StartPlainly()
    {
        var thread = new Thread(argument =>
        {
            Thread.Sleep(5);
            Assert.Same(_hub, Hub.Current);
            Add((string)argument!);
        });
        thread.Start("arg");
        Add("started");
        thread.Join();
        Add("joined");
    }

    [Coroutine]
    private IEnumerator<Yield> QueuesItems()
    {
        _hub = Hub.Current;
        var done = new CountdownEvent(2);
        ThreadPool.QueueUserWorkItem(state => Item((string)state!, 1, done), "one");
        ThreadPool.QueueUserWorkItem(name => Item(name, 2, done), "two", false);
        Add("queued");
        done.Wait();
        yield break;
    }

    private void Item(string name, int time, CountdownEvent done)
    {
        Thread.Sleep(time);
        Assert.Same(_hub, Hub.Current);
        Add(name);
        done.Signal();
    }

    [Coroutine]
    private IEnumerator<Yield> RunsTasks()
    {
        _hub = Hub.Current;
        var first = Task.Run(() => Slow("ran"));
        first.Wait();
        Task.Factory.StartNew(() => Slow("started"), TaskCreationOptions.LongRunning).Wait();
        var value = Task.Run(() =>
        {
            Slow();
            return 7;
        });
        Add($"{value.Result}");
        var failing = Task.Run(() =>
        {
            Slow();
            if (_hub is not null) throw new InvalidOperationException("failed");
        });
        try
        {
            failing.Wait();
        }
        catch (AggregateException e)
        {
            Add(e.InnerException!.Message);
        }

        using var ended = new CancellationTokenSource();
        ended.Cancel();
        Add(Task.Run(() => Slow(), ended.Token).IsCanceled ? "cancelled" : "runs");
        yield break;
    }

    private void Slow(string? name = null)
    {
        Thread.Sleep(1);
        Assert.Same(_hub, Hub.Current);
        if (name is not null) Add(name);
    }

    [Coroutine]
    private IEnumerator<Yield> Computes()
    {
        var hub = Hub.Current;
        Add(Task.Run(() => ReferenceEquals(Hub.Here, hub) ? "hub" : "none").Result); // a thread of the pool may have one of its own, of another test
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> JoinsForAWhile()
    {
        var thread = new Thread(() => Thread.Sleep(1000));
        thread.Start();
        if (!thread.Join(10)) Add("timeout");
        try
        {
            thread.Start();
        }
        catch (ThreadStateException)
        {
            Add("refused");
        }

        if (thread.Join(TimeSpan.FromSeconds(10))) Add("joined");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> StartsAThreadThatFails()
    {
        var thread = new Thread(() =>
        {
            Thread.Sleep(1);
            throw new InvalidOperationException("broken");
        });
        thread.Start();
        thread.Join();
        yield break;
    }
}

using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>A wait of one kind, for whatever ends it: how to begin it, and how to give what it waits for.</summary>
/// <param name="Begin">Makes the wait, with its own timeout if it has one.</param>
/// <param name="Give">Ends it with its value: once, for one who waits.</param>
/// <param name="HasTimeout">Whether the wait has a timeout of its own.</param>
internal sealed record WaitKind(Func<TimeSpan?, Suspension> Begin, Action Give, bool HasTimeout = true)
{
    private static readonly Dictionary<string, Func<WaitKind>> Kinds = new()
    {
        ["CoEvent.Wait"] = Event,
        ["AsyncResult.Get"] = Result,
        ["CoQueue.Get"] = Get,
        ["CoQueue.Put"] = Put,
        ["CoChannel.Get"] = Channel,
        ["CoSemaphore.Acquire"] = Semaphore,
        ["CoLock.Acquire"] = Lock,
        ["Greenlet.Join"] = Join,
        ["Greenlet.Get"] = GetGreenlet,
        ["JoinAll"] = All,
        ["Group.Join"] = Members,
        ["Wait"] = Objects,
        ["Task"] = OfTask,
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    public static WaitKind Make(string name) => Kinds[name]();

    private static WaitKind Event()
    {
        var set = new CoEvent();
        return new(timeout => set.Wait(timeout), set.Set);
    }

    private static WaitKind Result()
    {
        var result = new AsyncResult<int>();
        return new(timeout => result.Get(timeout), () => result.TrySet(1));
    }

    private static WaitKind Get()
    {
        var queue = new CoQueue<int>();
        return new(timeout => queue.Get(timeout), () => queue.PutNoWait(1));
    }

    private static WaitKind Put()
    {
        var queue = new CoQueue<int>(1);
        queue.PutNoWait(1);
        return new(timeout => queue.Put(2, timeout), () => queue.GetNoWait());
    }

    private static WaitKind Channel()
    {
        var channel = new CoChannel<int>();
        return new(timeout => channel.Get(timeout), () => Spawn(Puts(channel)));
    }

    private static WaitKind Semaphore()
    {
        var semaphore = new CoSemaphore(0);
        return new(timeout => semaphore.Acquire(timeout), () => semaphore.Release());
    }

    private static WaitKind Lock()
    {
        var gate = new CoLock();
        gate.TryAcquire();
        return new(timeout => gate.Acquire(timeout), gate.Release);
    }

    private static WaitKind Join()
    {
        var (greenlet, end) = Endless();
        return new(timeout => greenlet.Join(timeout), end);
    }

    private static WaitKind GetGreenlet()
    {
        var (greenlet, end) = Endless();
        return new(timeout => greenlet.Get(timeout), end);
    }

    private static WaitKind All()
    {
        var (greenlet, end) = Endless();
        return new(timeout => JoinAll([greenlet], timeout), end);
    }

    private static WaitKind Members()
    {
        var (greenlet, end) = Endless();
        var group = new Group([greenlet]);
        return new(timeout => group.Join(timeout), end);
    }

    private static WaitKind Objects()
    {
        var set = new CoEvent();
        return new(timeout => Wait([set], timeout: timeout), set.Set);
    }

    private static WaitKind OfTask()
    {
        var source = new TaskCompletionSource();
        Suspension Begin(TimeSpan? timeout) => Waits(source.Task);
        return new(Begin, () => source.TrySetResult(), HasTimeout: false);
    }

    private static Suspension Waits(Task task) => CoroutineDsl.Runtime.Waitables.From(task);

    private static (Greenlet Greenlet, Action End) Endless()
    {
        var end = new CoEvent();
        return (Spawn(UntilSet(end)), end.Set);
    }

    private static IEnumerator<Yield> UntilSet(CoEvent end)
    {
        yield return end.Wait();
    }

    private static IEnumerator<Yield> Puts(CoChannel<int> channel)
    {
        yield return channel.Put(1);
    }
}

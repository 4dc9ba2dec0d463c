using CoroutineDsl.Net;

namespace CoroutineDsl.Jobs.Tests;

public sealed record Point(int X, int Y, string? Name);

/// <summary>What the workers of the tests run.</summary>
public static partial class TestJobs
{
    private static int s_calls;

    [Coroutine, Job]
    public static IEnumerator<Yield<int>> Double(int value)
    {
        yield return value * 2;
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<Point>> Move(Point point, int by, string? name = "moved", params int[] more)
    {
        yield return new Point(point.X + by, point.Y + by + more.Sum(), name);
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<string>> Describe(
        long large, double real, bool truth, string? text, byte[]? bytes, Guid id, decimal money, DateTime when, DateTimeOffset offset, int? none, TimeSpan time, DayOfWeek day, List<string> list)
    {
        var data = bytes is null ? "null" : Convert.ToHexString(bytes);
        yield return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{large} {real:R} {truth} {text ?? "null"} {data} {id:N} {money} {when:O} {offset:O} {none?.ToString() ?? "null"} {time} {day} {string.Join(',', list)}");
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<int>> ProcessId()
    {
        yield return Environment.ProcessId;
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<int>> CallsSoFar()
    {
        yield return ++s_calls;
    }

    [Coroutine, Job]
    public static IEnumerator<Yield> Fail(string message)
    {
        yield return Greenlet.Sleep();
        throw new InvalidOperationException(message, new FormatException("inside"));
    }

    [Coroutine, Job]
    public static IEnumerator<Yield> KillSelf()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        self.Kill();
        yield return Greenlet.Sleep(TimeSpan.FromDays(1));
    }

    [Coroutine, Job]
    public static IEnumerator<Yield> ExitWith(int code)
    {
        Environment.Exit(code);
        yield break;
    }

    /// <summary>Waits, and says by events when it has begun and when it was killed.</summary>
    [Coroutine, Job]
    public static IEnumerator<Yield> WaitForever(ProcessEvent begun, ProcessEvent ended)
    {
        try
        {
            yield return begun.Set();
            yield return Greenlet.Sleep(TimeSpan.FromDays(1));
        }
        finally
        {
            ended.Set().Await();
        }
    }

    /// <summary>Killed, it computes and never waits: only the end of its process ends it.</summary>
    [Coroutine, Job]
    public static IEnumerator<Yield> Spin(ProcessEvent begun)
    {
        try
        {
            yield return begun.Set();
            yield return Greenlet.Sleep(TimeSpan.FromDays(1));
        }
        finally
        {
            while (true) Thread.SpinWait(1000);
        }
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<int>> Count(SharedMemory<int> runs, int index)
    {
        using (runs) Interlocked.Increment(ref runs[index]);
        yield return index;
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<long>> Sum(SharedMemory<long> numbers)
    {
        using (numbers)
        {
            var sum = 0L;
            foreach (var number in numbers.Span) sum += number;
            numbers[0] = sum;
            yield return sum;
        }
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<int>> AddFiveMillion(ProcessQueue<int> queue)
    {
        var value = queue.Get().Await();
        for (var i = 0; i < 5_000_000; i++) value++;
        queue.Put(value).Await();
        yield return value;
    }

    [Coroutine, Job]
    public static IEnumerator<Yield<int>> SumAll(ProcessQueue<int> queue)
    {
        var sum = 0;
        foreach (var item in queue) sum += item;
        yield return sum;
    }

    /// <summary>Says that it has begun, and waits.</summary>
    [Coroutine, Job]
    public static IEnumerator<Yield> Meet(ProcessQueue<int> begun, ProcessEvent go)
    {
        yield return begun.Put(1);
        go.Wait().Await();
    }

    [Coroutine, Job]
    public static IEnumerator<Yield> TakeAndDie(ProcessQueue<Point> queue, ProcessEvent begun)
    {
        yield return begun.Set();
        queue.Get().Await();
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        self.Kill();
    }

    /// <summary>A pool inside a worker: gives the ids of this process and of its own worker, and waits.</summary>
    [Coroutine, Job]
    public static IEnumerator<Yield> Nest(ProcessQueue<int> ids, bool spins)
    {
        using var pool = new ProcessPool(1);
        using var begun = new ProcessEvent();
        using var ended = new ProcessEvent();
        var inner = pool.Run(ProcessIdJob()).Await();
        var waiting = spins ? pool.Start(SpinJob(begun)) : pool.Start(WaitForeverJob(begun, ended));
        begun.Wait().Await();
        ids.Put(Environment.ProcessId).Await();
        ids.Put(inner).Await();
        waiting.Join().Await();
        yield break;
    }

    /// <summary>Answers each connection with its process, until the group stops it.</summary>
    [Coroutine, Job]
    public static IEnumerator<Yield> Serve(ProcessListener listener)
    {
        var server = new StreamServer(listener.Listen().Await(), connection => Answer(connection));
        server.Start();
        GroupMember.Ready();
        yield return GroupMember.WaitStop();
        yield return server.Stop();
    }

    [Coroutine]
    public static IEnumerator<Yield> Answer(CoSocket connection)
    {
        connection.SendAll(BitConverter.GetBytes(Environment.ProcessId)).Await();
        yield break;
    }
}

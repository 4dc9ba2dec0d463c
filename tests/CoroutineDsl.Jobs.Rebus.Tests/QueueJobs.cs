namespace CoroutineDsl.Jobs.Tests;

/// <summary>What the workers of the tests run.</summary>
public abstract partial class QueueTest
{
    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> Add(int a, int b)
    {
        yield return Greenlet.Sleep();
        yield return a + b;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield> Note(string mark)
    {
        Mark(mark);
        yield return Greenlet.Sleep();
    }

    [Coroutine, Job(Unique = "{mark}")]
    internal static IEnumerator<Yield<int>> NoteOnce(string mark)
    {
        yield return Mark(mark);
    }

    /// <summary>Fails until it has been begun so often.</summary>
    [Coroutine, Job(MaxAttempts = 3, BackoffSeconds = 0.01)]
    internal static IEnumerator<Yield<int>> FailUntil(string mark, int attempt)
    {
        yield return Greenlet.Sleep();
        Mark(mark);
        if (JobContext.Current!.Attempt < attempt) throw new InvalidOperationException($"attempt {JobContext.Current.Attempt} fails");
        yield return JobContext.Current.Attempt;
    }

    /// <summary>Marks that it has begun and that it has ended, and waits in between.</summary>
    [Coroutine, Job]
    internal static IEnumerator<Yield> WaitForever(string mark)
    {
        Mark(mark + " begun");
        try
        {
            yield return Greenlet.Sleep(TimeSpan.FromDays(1));
        }
        finally
        {
            Mark(mark + " ended");
        }
    }

    [Coroutine, Job(TimeoutSeconds = 0.05, MaxAttempts = 1)]
    internal static IEnumerator<Yield> TooSlow()
    {
        yield return Greenlet.Sleep(TimeSpan.FromDays(1));
    }

    /// <summary>Two at a time, and how many there were at most.</summary>
    [Coroutine, Job(MaxConcurrency = 2)]
    internal static IEnumerator<Yield> AtMostTwo(string mark)
    {
        var running = Marks.AddOrUpdate(mark, 1, (_, count) => count + 1);
        Marks.AddOrUpdate(mark + " most", running, (_, most) => Math.Max(most, running));
        yield return Greenlet.Sleep(20);
        Marks.AddOrUpdate(mark, 0, (_, count) => count - 1);
        Mark(mark + " all");
    }

    [Coroutine, Job(MaxRate = 4)]
    internal static IEnumerator<Yield> FourASecond(string mark)
    {
        Mark(mark);
        yield return Greenlet.Sleep();
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield> Progress(string mark)
    {
        JobContext.Current!.Report(0.25, "a quarter");
        Until(() => Marked(mark) > 0).Await();
        yield break;
    }

    protected sealed class Undescribable : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");

        public override string ToString() => throw new InvalidOperationException("no text");
    }

    [Coroutine, Job(MaxAttempts = 1)]
    internal static IEnumerator<Yield> ThrowOdd()
    {
        yield return Greenlet.Sleep();
        throw new Undescribable();
    }
}

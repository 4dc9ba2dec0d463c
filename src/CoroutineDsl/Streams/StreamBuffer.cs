using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

/// <summary>Values between those who bring them and one who takes them, with a policy for what has no room.</summary>
internal sealed partial class StreamBuffer<T>(int capacity, Overflow overflow, Action<T>? undelivered)
{
    private ExceptionDispatchInfo? _failure;

    public CoQueue<T> Values { get; } = new(capacity);

    /// <summary>No value comes any more.</summary>
    public void End(Exception? failure = null)
    {
        if (failure is not null) _failure ??= ExceptionDispatchInfo.Capture(failure);
        if (!Values.IsShutDown) Values.ShutDown();
    }

    /// <summary>Where all values were taken: throws what ended them.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <summary>Nobody takes any more.</summary>
    public void Leave()
    {
        End();
        while (Values.TryGet(out var value)) undelivered?.Invoke(value);
    }

    /// <summary>Adds a value unless that has to wait.</summary>
    /// <exception cref="QueueFullException">There is no room, and that is a failure.</exception>
    public bool TryAdd(T value)
    {
        if (Values.TryPut(value)) return true;
        if (Values.IsShutDown)
        {
            undelivered?.Invoke(value);
            return true;
        }

        switch (overflow)
        {
            case Overflow.DropOldest:
                if (Values.TryGet(out var oldest)) undelivered?.Invoke(oldest);
                if (!Values.TryPut(value)) undelivered?.Invoke(value);
                return true;
            case Overflow.DropNewest:
                undelivered?.Invoke(value);
                return true;
            case Overflow.Fail:
                undelivered?.Invoke(value);
                throw new QueueFullException();
            default:
                return false;
        }
    }

    /// <summary>Adds a value; waits where the policy says so.</summary>
    [Coroutine]
    public IEnumerator<Yield> Add(T value)
    {
        if (TryAdd(value)) yield break;
        var isPut = false;
        try
        {
            Values.Put(value).Await();
            isPut = true;
        }
        finally
        {
            if (!isPut) undelivered?.Invoke(value);
        }
    }

    /// <summary>Adds the values of a source, in a greenlet of its own.</summary>
    /// <param name="source">The source.</param>
    /// <param name="isLast">Whether nobody else adds.</param>
    [Coroutine]
    public IEnumerator<Yield> AddAll(CoEnumerable<T> source, bool isLast)
    {
        try
        {
            foreach (var value in source)
            {
                if (!TryAdd(value)) Add(value).Await();
            }

            if (isLast) End();
        }
        catch (Exception failure)
        {
            End(failure);
        }

        yield break;
    }
}

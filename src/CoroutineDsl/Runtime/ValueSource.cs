namespace CoroutineDsl.Runtime;

/// <summary>A value that was there at once, while the others have their turn. One of each type is kept for the next.</summary>
internal sealed class ValueSource<T> : WaitSource<T>
{
    private static ValueSource<T>? s_spare;
    private T _value = default!;

    public static ValueSource<T> Of(T value)
    {
        var source = Interlocked.Exchange(ref s_spare, null) ?? new();
        source._value = value;
        return source;
    }

    internal override bool Begin(Greenlet greenlet, object? state, long argument) => true;

    internal override void Cancel(Greenlet greenlet)
    {
    }

    internal override T Take(Greenlet greenlet)
    {
        var value = _value;
        _value = default!;
        greenlet.Source = null;
        Volatile.Write(ref s_spare, this);
        return value;
    }

    internal override string Describe(Greenlet greenlet) => "its turn";
}
